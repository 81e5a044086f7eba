"""What is between two people is nowhere else: search, figures, mails, the journal outside, archives; and it outlives one of them."""

import datetime
import uuid

import pytest
from django.core.management import call_command
from django.test import Client

from essaim.accompaniment import queries
from essaim.accompaniment.actions.counting import count_week
from essaim.accompaniment.actions.testimonies import agree_testimony, write_testimony
from essaim.accompaniment.actions.volunteering import Offer, volunteer
from essaim.accompaniment.models import Accompaniment, Figures, Testimony, Volunteer
from essaim.conversations import api as conversations
from essaim.conversations.models import Post, Thread
from essaim.conversations.tests.factories import make_post, make_theme, make_thread
from essaim.home.suggestions import worth_doing
from essaim.journal.models import Entry
from essaim.notifications.models import Notification
from essaim.people.actions.tokens import create_token
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import ask_own_erasure
from essaim.privacy.holdings import holdings

from .factories import make_accompaniment, make_met, run_jobs

pytestmark = pytest.mark.django_db


def test_search_finds_it_for_the_two_alone(client: Client) -> None:
    asker, helper, nosy = make_member(), make_member(), make_member("facilitator")
    make_accompaniment(asker, helper, text="Je voudrais domestiquer l'ornithorynque.")
    call_command("search_rebuild", verbosity=0)
    for who, found in ((asker, True), (helper, True), (nosy, False)):
        client.force_login(who)
        assert ("Un coup de main" in client.get("/search/?q=ornithorynque").text.split("<main")[1]) is found


def test_mails_say_neither_who_nor_what() -> None:
    asker, helper = make_member(first_name="Paul"), make_member()
    make_accompaniment(asker, helper, text="Je voudrais domestiquer l'ornithorynque.")
    thread = Thread.objects.get()
    make_post(load_member(helper.pk), thread, "Volontiers, pour ton ornithorynque.")
    make_post(load_member(asker.pk), thread, "Merci !")
    run_jobs()
    said = [f"{one.title} {one.excerpt}" for one in Notification.objects.order_by("pk")]
    assert len(said) == 3
    assert not [words for words in said if "ornithorynque" in words or "Merci" in words]
    assert {one.recipient_id for one in Notification.objects.all()} == {asker.pk, helper.pk}


def test_home_tells_of_an_answer_and_the_digest_does_not() -> None:
    asker, helper = make_member(), make_member(first_name="Léa")
    make_accompaniment(asker, helper)
    make_post(load_member(helper.pk), Thread.objects.get(), "Volontiers, pour ton ornithorynque.")
    asker = load_member(asker.pk)
    assert [one.kind for one in conversations.suggestions_for(asker)] == ["conversations.reply"]
    assert not [one for one in worth_doing(asker) if one.kind == "conversations.reply"]


def test_a_restricted_theme_is_named_to_nobody_who_volunteers(client: Client) -> None:
    theme = make_theme("secret")
    theme.restricted_to = [make_audience("direction").pk]
    theme.save()
    member = make_member()
    client.force_login(member)
    assert "Secret" not in client.get("/accompaniment/volunteer/").text
    assert volunteer(actor=member, offer=Offer(willing=True, theme_ids=[theme.pk])).theme_ids == []


def test_programs_that_follow_the_journal_learn_of_neither_of_the_two() -> None:
    admin = make_member("administrator")
    secret = create_token(
        actor=admin, member=admin, name="x", scopes=["events"], lifetime=datetime.timedelta(days=1), key=uuid.uuid4()
    )[1]
    make_accompaniment(make_member(), make_member())
    asked = make_thread(make_member())
    Entry.objects.update(occurred_at="2026-01-01T00:00:00Z")
    given = Client().get("/api/v1/events", headers={"Authorization": f"Bearer {secret}"}).json()["items"]
    assert [(one["type"], one["subject_id"]) for one in given if one["type"].startswith(("conv", "acc"))] == [
        ("conversations.thread-started", asked.pk)
    ]


def test_figures_are_of_five_people_or_none_and_of_a_week() -> None:
    made = make_met(make_member(), make_member())
    count_week()
    assert queries.figures() is None
    for _n in range(8):
        make_member()
    count_week()
    assert queries.figures() is None
    Figures.objects.update(taken_at=made.created_at - datetime.timedelta(days=8))
    count_week()
    shown = queries.figures()
    assert shown
    assert set(shown) == {"asked", "met", "reached"}
    assert all(figure.value % 5 == 0 and not figure.number for figure in shown.values())


@pytest.mark.parametrize("keeps", [True, False])
def test_one_leaves_and_the_other_keeps_their_own_words(keeps: bool, client: Client) -> None:
    asker, helper = make_member(first_name="Zéphyrin"), make_member()
    made = make_met(asker, helper)
    thread = Thread.objects.get()
    make_post(load_member(helper.pk), thread, "Voici comment je fais.")
    write_testimony(actor=asker, id=made.pk, title="À deux", source="Cela va mieux.", language="fr", signs=True)
    agree_testimony(actor=helper, id=made.pk, version=1, signs=True)
    erase_now(asker, keeps)
    found = Accompaniment.objects.get()
    assert (found.state, found.asker, found.helper_id) == ("ended", None, helper.pk)
    client.force_login(helper)
    page = client.get(f"/accompaniment/accompaniments/{made.pk}/")
    assert page.status_code == 200
    assert "Ancien membre" in page.text
    talk = client.get(f"/conversations/threads/{thread.pk}/").text
    assert "Voici comment je fais." in talk
    assert "Entre vous et un ancien membre" in talk
    assert "Zéphyrin" not in page.text + talk
    public = Thread.objects.get(restricted_to=[])
    assert (public.posts_count == 1) is keeps
    assert Testimony.objects.exists() is keeps
    assert not Post.objects.filter(source__contains="Zéphyrin").exists()


def erase_now(member: Member, keeps: bool) -> None:
    erasure = ask_own_erasure(actor=member, keeps_texts=keeps)
    erasing.look(erasure_id=erasure.pk)
    erasing.erase(erasure_id=erasure.pk)


def test_an_archive_has_ones_own_part() -> None:
    asker, helper = make_member(), make_member()
    make_met(asker, helper)
    Accompaniment.objects.update(word="Merci à toi", reached="yes")
    rows = {}
    for who in (asker, helper):
        parts = next(iter(holdings["accompaniment.accompaniment"].export(who.pk, None)))
        rows[who.pk] = parts.rows[0]
    assert rows[asker.pk]["word"] == "Merci à toi"
    assert rows[helper.pk]["word"] == rows[helper.pk]["reached"] == ""
    assert rows[helper.pk]["met"] is None
    assert next(iter(holdings["accompaniment.volunteer"].export(helper.pk, None))).rows[0]["willing"]
    assert Volunteer.objects.get().pk == helper.pk
