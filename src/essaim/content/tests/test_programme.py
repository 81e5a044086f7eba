"""The programme's page."""

import datetime

import pytest
from django.test import Client

from essaim.content.queries import current_programme
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_programme, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.force_login(make_member())
    return client


def test_it_says_what_where_and_who(reader: Client, django_assert_max_num_queries) -> None:
    sponsor, facilitator = make_member("sponsor", last_name="Sponsor"), make_member("facilitator", last_name="Anime")
    make_programme(
        title="Travailler à découvert", slug="decouvert", intention="<p>Apprendre.</p>", sponsor=sponsor,
        sponsor_words="<p>Je me tromperai.</p>", how_to_take_part="<p>Dix minutes.</p>", facilitators=[facilitator],
    )  # fmt: skip
    assert reader.get("/content/programmes/")["Location"] == "/content/programmes/decouvert/"
    with django_assert_max_num_queries(12):
        html = reader.get("/content/programmes/decouvert/").content.decode()
    for words in ("Apprendre.", "Je me tromperai.", "Dix minutes.", "Sponsor", "Anime"):
        assert words in html
    assert Entry.objects.filter(type="content.programme-published").count() == 1


def test_without_a_programme_the_page_says_so(reader: Client) -> None:
    response = reader.get("/content/programmes/")
    assert response.status_code == 200
    assert "se prépare" in response.content.decode()


def test_a_restricted_programme_is_a_404_for_others(reader: Client) -> None:
    make_programme(slug="p", restricted_to=[make_audience("rh")])
    assert reader.get("/content/programmes/p/").status_code == 404
    assert reader.get("/content/programmes/").status_code == 200


def test_an_unpublished_programme_is_gone(reader: Client) -> None:
    page = make_programme(slug="p")
    page.unpublish()
    assert reader.get("/content/programmes/p/").status_code == 404


def test_the_programme_that_runs_comes_before_the_one_that_ended() -> None:
    today, days = clock.today(), datetime.timedelta(days=1)
    make_programme(slug="fini", period_start=today - 90 * days, period_end=today - 9 * days)
    make_programme(slug="en-cours", period_start=today - 9 * days, period_end=today + 9 * days)
    make_programme(slug="futur", period_start=today + 30 * days, period_end=today + 90 * days)
    link = current_programme(make_member())
    assert link is not None and link.url.endswith("/en-cours/")


def test_of_those_to_come_the_next_is_said_and_one_without_a_beginning_is_over_when_it_ended() -> None:
    today, days = clock.today(), datetime.timedelta(days=1)
    make_programme(slug="sans-debut", period_end=today - 2 * days)
    make_programme(slug="fini", period_start=today - 90 * days, period_end=today - 9 * days)
    link = current_programme(make_member())
    assert link is not None and link.url.endswith("/fini/")
    make_programme(slug="lointain", period_start=today + 300 * days, period_end=today + 390 * days)
    make_programme(slug="prochain", period_start=today + 30 * days, period_end=today + 90 * days)
    link = current_programme(make_member())
    assert link is not None and link.url.endswith("/prochain/")


def test_it_is_read_in_the_readers_language(reader: Client) -> None:
    from wagtail.models import Locale

    page = make_programme(slug="p", title="Le programme")
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    english.title, english.slug = "The programme", "the-programme"
    published(english)
    british = Client()
    british.force_login(make_member(language="en"))
    assert "The programme" in british.get("/content/programmes/p/").content.decode()
    assert "Le programme" in reader.get("/content/programmes/the-programme/").content.decode()


def test_a_period_over_two_years_says_both(client: Client) -> None:
    client.force_login(make_member())
    today = clock.today()
    start, end = datetime.date(today.year, 9, 1), datetime.date(today.year + 1, 6, 30)
    page = make_programme(period_start=start, period_end=end)
    shown = client.get(page.member_url()).content.decode()
    assert f"du 1er septembre {today.year} au 30 juin {today.year + 1}" in shown
