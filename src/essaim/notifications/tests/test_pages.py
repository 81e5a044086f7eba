"""The centre, the bell, the preferences, and the demo's letter box."""

import re
from pathlib import Path

import pytest
from django.core.mail import get_connection
from django.test import Client

from essaim.kernel import clock
from essaim.notifications.api import mark_page_read
from essaim.notifications.models import Notification, Preference, Schedule, Weariness
from essaim.notifications.push.keys import public_key
from essaim.people.tests.factories import make_member

from .factories import DIGEST, KIND, SILENT, STRONG, Clock, run_jobs, tell

pytestmark = pytest.mark.django_db


def test_the_centre_shows_unread_first_and_says_so(client: Client, now: Clock, django_assert_num_queries) -> None:
    member = make_member()
    tell(member, title="La vieille")
    Notification.objects.update(read_at=clock.now())
    tell(member, entry_id=2, title="La nouvelle")
    tell(make_member(), entry_id=2, title="Celle d'une autre")
    client.force_login(member)
    client.get("/notifications/")
    with django_assert_num_queries(3):  # session, unread, read
        html = client.get("/notifications/").content.decode()
    assert html.index("La nouvelle") < html.index("La vieille")
    assert html.count("Non lu\u00a0:") == 1 and "Celle d" not in html
    assert "Notifications, 1 non lue" in html


def test_opening_one_marks_it_read_and_goes_there(client: Client, now: Clock) -> None:
    member, other = make_member(), make_member()
    tell(member, other)
    mine, theirs = (Notification.objects.get(recipient=who) for who in (member, other))
    client.force_login(member)
    response = client.get(f"/notifications/{mine.pk}/")
    assert (response.status_code, response["Location"]) == (302, "/test/1/#post-2")
    mine.refresh_from_db()
    assert mine.read_at
    assert client.get(f"/notifications/{theirs.pk}/").status_code == 404


def test_all_can_be_marked_read_at_once_and_only_ones_own(client: Client, now: Clock) -> None:
    member, other = make_member(), make_member()
    tell(member, other)
    tell(member, entry_id=2)
    client.force_login(member)
    assert client.post("/notifications/").status_code == 302
    assert Notification.objects.filter(read_at=None).get().recipient == other


def test_being_on_the_page_is_having_read(client: Client, now: Clock) -> None:
    member = make_member()
    tell(member, url="/notifications/preferences/#hours")
    tell(member, entry_id=2, url="/search/?q=a")
    client.force_login(member)
    assert "Notifications, 1 non lue" in client.get("/notifications/preferences/").content.decode()
    assert "Notifications, 1 non lue" in client.get("/search/?q=b").content.decode()
    assert "rien de nouveau" in client.get("/search/?q=a").content.decode()


def test_an_address_that_leads_on_can_say_that_it_was_visited(now: Clock) -> None:
    member, other = make_member(), make_member()
    tell(member, other)
    tell(member, entry_id=2, url="/test/3/")
    assert mark_page_read(actor=member, page="/test/1/") == 1
    assert set(Notification.objects.filter(read_at=None).values_list("url", flat=True)) == {"/test/1/#post-2", "/test/3/"}


def test_pages_follow_each_other_without_losing_one(client: Client, now: Clock) -> None:
    member = make_member()
    for number in range(75):
        tell(member, entry_id=number, title=f"Nouvelle {number:02}.", kind=SILENT)
    Notification.objects.filter(entry_id__lt=40).update(read_at=clock.now())
    client.force_login(member)
    seen, address = [], "/notifications/"
    for _ in range(5):
        html = client.get(address).content.decode()
        seen += [n for n in range(75) if f"Nouvelle {n:02}." in html]
        if "?after=" not in html:
            break
        address = "/notifications/?after=" + html.split("?after=")[1].split('"')[0]
    assert sorted(seen) == list(range(75))


@pytest.mark.parametrize(
    "cursor", ["x", "u-", "u-x", "r-99999999999999999999999", "u-²", "u-1", "u-1-2-3", "r-9999999999999999999-1", "r-"]
)
def test_odd_cursors_mean_the_beginning(client: Client, cursor: str) -> None:
    client.force_login(make_member())
    assert client.get("/notifications/", {"after": cursor}).status_code == 200


def test_nothing_yet_says_what_will_come(client: Client, django_assert_max_num_queries) -> None:
    client.force_login(make_member())
    assert "Rien pour l’instant" in client.get("/notifications/").content.decode()


def test_the_bell_stops_counting_at_a_hundred(client: Client, now: Clock) -> None:
    member = make_member()
    for number in range(120):
        tell(member, entry_id=number, kind=SILENT)
    client.force_login(member)
    assert ">99+<" in client.get("/search/").content.decode()


def _posted(**changes: str) -> dict[str, str]:
    from essaim.notifications.kinds import sorted_kinds

    given = {f"mail-{kind.name}": "digest" for kind in sorted_kinds()} | {f"app-{kind.name}": "on" for kind in sorted_kinds()}
    own = {"hours": "own", "quiet_from": "20:00", "quiet_until": "07:30"}
    return given | own | {"digest_every": "day", "digest_weekday": "3", "daily_at": "09:00"} | changes


def test_one_chooses_among_what_one_may_be_told(client: Client) -> None:
    for roles, sees in (((), set()), (("facilitator",), {"signalé"}), (("administrator",), {"signalé", "effacé"})):
        client.force_login(make_member(*roles))
        page = client.get("/notifications/preferences/").content.decode()
        assert ("Un message est signalé" in page) == ("signalé" in sees), roles
        assert ("demande à être effacé" in page) == ("effacé" in sees), roles


def test_preferences_are_kept(client: Client, django_assert_max_num_queries) -> None:
    member = make_member()
    client.force_login(member)
    public_key()
    with django_assert_max_num_queries(10):
        assert "On me répond" in client.get("/notifications/preferences/").content.decode()
    posted = _posted(**{f"mail-{KIND}": "none"})
    del posted[f"app-{DIGEST}"]
    assert client.post("/notifications/preferences/", posted).status_code == 302
    chosen = dict(Preference.objects.filter(member=member).values_list("kind", "delivery"))
    assert (chosen[KIND], chosen[DIGEST]) == ("none", "digest")
    assert Preference.objects.get(kind=DIGEST).app is False
    assert not Preference.objects.filter(kind="account.test").exists()
    schedule = Schedule.objects.get(member=member)
    assert (schedule.own, schedule.quiet_from.hour, schedule.quiet_weekends, schedule.daily_at.hour) == (True, 20, False, 9)
    assert (schedule.digest_every, schedule.digest_weekday) == ("day", 3)
    html = client.get("/notifications/preferences/").content.decode()
    assert 'value="20:00"' in html and "C’est noté." in html


def test_enter_in_a_field_saves_and_takes_nothing_back(client: Client) -> None:
    member = make_member()
    Weariness.objects.create(member=member, kind=KIND, level=1)
    client.force_login(member)
    form = client.get("/notifications/preferences/").content.decode().partition("<main")[2].partition("<form")[2]
    first = re.search(r"<button[^>]*>", form)
    assert first and 'type="submit"' in first[0] and "name=" not in first[0]
    assert 'name="again"' in form


def test_all_that_stands_in_the_centre_is_read_and_what_does_not_is_not(client: Client, now: Clock) -> None:
    member = make_member()
    tell(member, url="/test/3/")
    tell(member, entry_id=2, kind=STRONG, url="/test/4/")
    apart = Notification.objects.filter(kind=STRONG)
    apart.update(app=False)
    client.force_login(member)
    client.post("/notifications/")
    assert apart.get().read_at is None
    assert Notification.objects.get(kind=KIND).read_at


def test_who_takes_the_hours_of_their_site_needs_none_of_their_own(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    assert client.post("/notifications/preferences/", _posted(hours="site", quiet_from="", quiet_until="?")).status_code == 302
    schedule = Schedule.objects.get(member=member)
    assert (schedule.own, schedule.quiet_from.hour) == (False, 19)


def test_a_wrong_hour_comes_back_with_everything_chosen(client: Client) -> None:
    client.force_login(make_member())
    response = client.post("/notifications/preferences/", _posted(quiet_from="25:99", **{f"mail-{DIGEST}": "bogus"}))
    assert response.status_code == 422
    html = response.content.decode()
    assert 'value="25:99"' in html and "Rien n’est enregistré" in html
    assert not Preference.objects.exists() and not Schedule.objects.exists()


def test_what_does_not_come_under_the_bell_is_not_there(client: Client, now: Clock, mailoutbox: list) -> None:
    member = make_member()
    Preference.objects.create(member=member, kind=KIND, delivery="immediate", app=False)
    tell(member, title="Par mail seulement")
    client.force_login(member)
    html = client.get("/notifications/").content.decode()
    assert "Par mail seulement" not in html and "rien de nouveau" in html
    run_jobs()
    assert len(mailoutbox) == 1
    Preference.objects.update(delivery="none")
    assert tell(member, entry_id=2) == 0, "nowhere at all"


def test_the_demo_s_letter_box_shows_what_was_sent(client: Client, settings, tmp_path: Path, now: Clock) -> None:
    settings.DEMO, settings.EMAIL_FILE_PATH = True, str(tmp_path)
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    member = make_member(first_name="Zoé")
    tell(member, title="Réponse à lire", excerpt="<script>alert(1)</script>")
    run_jobs()
    get_connection().close()
    html = client.get("/notifications/mails/").content.decode()
    assert "Réponse à lire" in html and member.email in html
    address = html.split('href="/notifications/mails/')[1].split('"')[0]
    page = client.get(f"/notifications/mails/{address}").content.decode()
    assert "Bonjour Zoé," in page and '<a href="http://127.0.0.1:8000/test/1/#post-2"' in page
    assert "<script>alert" not in page
    raw = client.get(f"/notifications/mails/{address}html/")
    assert "sandbox" in raw["Content-Security-Policy"] and "<script>alert" not in raw.content.decode()
    assert client.get("/notifications/mails/20260101-000000-1-0/").status_code == 404


def test_outside_the_demo_there_is_no_letter_box(client: Client) -> None:
    client.force_login(make_member("administrator"))
    for address in ("/notifications/mails/", "/notifications/mails/20260101-000000-1-0/"):
        assert client.get(address).status_code == 404
    assert "Mails de la démonstration" not in client.get("/notifications/").content.decode()


def test_a_digest_that_quiet_hours_hold_back_says_so(client: Client) -> None:
    client.force_login(make_member(language="fr"))
    held = "Vos heures calmes le retiennent jusque-là."
    for hour, says in (("21:30", True), ("10:00", False), ("03:00", True)):
        assert client.post("/notifications/preferences/", _posted(digest_every="week", daily_at=hour)).status_code == 302
        page = client.get("/notifications/preferences/").content.decode()
        assert "Le prochain, s’il y a quelque chose à dire" in page and (held in page) is says, hour
