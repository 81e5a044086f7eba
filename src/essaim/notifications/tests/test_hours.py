"""Whose quiet hours are which: the person's, their site's, the organisation's."""

from collections import Counter
from datetime import time

import pytest
from django.test import Client
from django.utils import translation

from essaim.journal.models import Entry
from essaim.notifications.hours import hours_of
from essaim.notifications.models import QuietHours, Schedule
from essaim.notifications.quiet import Hours
from essaim.organisation import public_holidays
from essaim.organisation.models import Organisation, Site
from essaim.people.tests.factories import make_member, make_site

pytestmark = pytest.mark.django_db
POSTED = {
    "time_zone": "Indian/Reunion", "public_holidays": "FR-974", "quiet_from": "18:00", "quiet_until": "07:30",
    "quiet_weekends": "on",
}  # fmt: skip


def test_without_a_word_they_are_those_of_france() -> None:
    member = make_member()
    assert hours_of([member.pk]) == {member.pk: Hours("Europe/Paris", time(19), time(8), True, "FR")}


def test_a_person_goes_before_their_site_and_a_site_before_the_organisation() -> None:
    site, other = make_site("reunion"), make_site("nantes")
    QuietHours.objects.create(site=None, quiet_from=time(20))
    QuietHours.objects.create(site=site, quiet_from=time(17), quiet_holidays=False)
    Site.objects.filter(pk=site.pk).update(time_zone="Indian/Reunion")
    there, elsewhere, chooser = make_member(site=site), make_member(site=other), make_member(site=site)
    Schedule.objects.create(member=chooser, own=True, quiet_from=time(22), quiet_weekends=False)
    Schedule.objects.create(member=there, own=False, quiet_from=time(1))
    found = hours_of([there.pk, elsewhere.pk, chooser.pk])
    assert found[there.pk] == Hours("Indian/Reunion", time(17), time(8), True, "")
    assert found[elsewhere.pk] == Hours("Europe/Paris", time(20), time(8), True, "FR")
    assert found[chooser.pk] == Hours("Indian/Reunion", time(22), time(8), False, "FR")


def test_many_members_are_one_query(django_assert_num_queries) -> None:
    ids = [make_member().pk for _ in range(30)]
    hours_of(ids)
    with django_assert_num_queries(1):
        assert len(hours_of(ids)) == 30


def test_an_administrator_sets_those_of_a_site(client: Client) -> None:
    administrator, site = make_member("administrator"), make_site("saint-denis")
    member = make_member(site=site)
    client.force_login(administrator)
    address = f"/notifications/hours/{site.pk}/"
    assert "Comme l’organisation" in client.get("/notifications/hours/").content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, POSTED).status_code == 302
    assert hours_of([member.pk])[member.pk] == Hours("Indian/Reunion", time(18), time(7, 30), True, "")
    html = client.get("/notifications/hours/").content.decode()
    assert "de 18\xa0h à 7\xa0h\xa030" in html
    assert Entry.objects.filter(type="notifications.quiet-hours-changed", subject_id=site.pk).count() == 1
    assert client.post(address, {"act": "follow"}).status_code == 302
    assert hours_of([member.pk])[member.pk] == Hours()


def test_those_of_the_organisation_are_everybody_s(client: Client) -> None:
    client.force_login(make_member("administrator"))
    member = make_member()
    given = POSTED | {"time_zone": "Europe/Brussels", "public_holidays": "BE", "quiet_holidays": "on"}
    assert client.post("/notifications/hours/0/", given).status_code == 302
    assert Organisation.current().time_zone == "Europe/Brussels"
    from essaim.organisation import known

    known.forget()
    assert hours_of([member.pk])[member.pk] == Hours("Europe/Brussels", time(18), time(7, 30), True, "BE")


def test_saving_hours_as_they_are_keeps_the_calendar(client: Client) -> None:
    client.force_login(make_member("administrator"))
    QuietHours.objects.create(site=None, quiet_holidays=False)
    form = client.get("/notifications/hours/0/").content.decode()
    assert '<option value="FR" selected>' in form


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_place_is_once_in_the_list_of_public_holidays(language: str) -> None:
    with translation.override(language):
        names = [name for _group, options in public_holidays.choices() for _code, name in options]
    assert sorted(name for name, n in Counter(names).items() if n > 1) == []
    for place in ("Guadeloupe", "Mayotte", "Réunion", "Polyn", "Caledonia" if language == "en" else "Calédonie"):
        assert len([name for name in names if place in name]) == 1, place


def test_a_site_placed_by_the_code_of_a_country_keeps_its_calendar(client: Client) -> None:
    client.force_login(make_member("administrator"))
    site = make_site("saint-denis")
    Site.objects.filter(pk=site.pk).update(public_holidays="RE")
    assert '<option value="FR-974" selected>' in client.get(f"/notifications/hours/{site.pk}/").content.decode()
    assert public_holidays.label("RE") == public_holidays.label("FR-974") != ""


@pytest.mark.parametrize(
    "wrong", [{"time_zone": "Mars/Olympus"}, {"public_holidays": "FR-99"}, {"quiet_from": "25:00"}, {"quiet_until": ""}]
)
def test_a_wrong_word_comes_back_and_changes_nothing(client: Client, wrong: dict[str, str]) -> None:
    client.force_login(make_member("administrator"))
    site = make_site("saint-denis")
    response = client.post(f"/notifications/hours/{site.pk}/", POSTED | wrong)
    assert response.status_code == 422 and 'class="error"' in response.content.decode()
    assert not QuietHours.objects.exists()
    assert client.get("/notifications/hours/999999/").status_code == 404
