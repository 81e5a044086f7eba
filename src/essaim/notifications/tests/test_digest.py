"""The digest: when there is something to say, seven things at most, each with its why, never the same twice in a row."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils.translation import gettext

from essaim.kernel.suggestions import Suggestion
from essaim.notifications import digests
from essaim.notifications.actions.digest import begin_digests, plan, write_digest
from essaim.notifications.actions.mail import send
from essaim.notifications.actions.prefer import prefer
from essaim.notifications.actions.read import mark_all_read
from essaim.notifications.digests import next_due, worth_telling
from essaim.notifications.models import Digest, Every, Mail, MailState, Notification, Schedule
from essaim.notifications.quiet import Hours
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import DIGEST, KIND, PARIS, Clock, pass_time, run_jobs, tell

pytestmark = pytest.mark.django_db


class Shelf:
    """What there is to suggest, to everybody."""

    def __init__(self) -> None:
        self.items: list[Suggestion] = []

    def put(self, *names: str, weight: float = 0.5, kind: str = "") -> None:
        self.items = [
            Suggestion(
                kind=kind or f"kind-{name}", label=gettext("Non lues"), title=f"Chose {name}", url=f"/chose/{name}/",
                why="Parce que.", weight=weight, meta="5 minutes",
            )
            for name in names
        ]  # fmt: skip


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """Instead of what upper packages suggest."""
    shelf = Shelf()
    kept = dict(digests.sources._items)
    digests.sources._items.pop("home", None)
    for name in set(digests.sources._items) - {"notifications"}:
        del digests.sources._items[name]
    digests.sources.add("test", lambda member, since: shelf.items)
    yield shelf
    digests.sources._items.clear()
    digests.sources._items.update(kept)


def at(now: Clock, wall: str) -> None:
    now.set(wall)
    pass_time()


def titles(message: Any) -> list[str]:
    return re.findall(r"^\d+\. (.+)$", message.body, re.MULTILINE)


def test_it_comes_on_its_day_when_there_is_something(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    member = make_member(first_name="Zoé")
    shelf.put("a", "b")
    at(now, "2026-11-25 11:00")  # Wednesday: planned for Tuesday
    for wall in ("2026-11-27 08:30", "2026-11-30 08:30", "2026-12-01 08:29"):
        at(now, wall)
    assert mailoutbox == []
    at(now, "2026-12-01 08:30")
    at(now, "2026-12-01 08:35")
    (message,) = mailoutbox
    assert message.to == [member.email]
    assert message.subject == "Chose a, et 1 autre chose"
    assert titles(message) == ["Chose a", "Chose b"]
    assert message.body.startswith(
        "Bonjour Zoé,\n\nVoici ce qui mérite un passage cette semaine.\n\n1. Chose a\n5 minutes\nParce que.\n"
    )
    (html,) = [content for content, kind in message.alternatives if kind == "text/html"]
    assert "Parce que." in html and "<img" not in html
    assert all("?" not in link for link in re.findall(r'href="([^"]+)"', html)), "no address is a detour"


def test_nothing_to_say_no_mail_and_never_the_same_twice(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    make_member()
    at(now, "2026-11-25 11:00")
    at(now, "2026-12-01 08:30")
    assert mailoutbox == []
    shelf.put("a", "b")
    at(now, "2026-12-08 08:30")
    at(now, "2026-12-15 08:30")
    assert len(mailoutbox) == 1, "nothing new since"
    shelf.put("a", "b", "c")
    at(now, "2026-12-22 08:30")
    assert [titles(message) for message in mailoutbox] == [["Chose a", "Chose b"], ["Chose c"]]


def test_seven_at_most_the_weightiest_of_several_kinds(shelf: Shelf) -> None:
    shelf.put(*"abcdefghijkl")
    member = make_member()
    assert len(worth_telling(member, since=datetime.now(PARIS), told=[])) == 7
    shelf.put(*"abcdef", kind="one")
    assert len(worth_telling(member, since=datetime.now(PARIS), told=["/chose/a/"])) == 3


def test_what_one_wants_in_the_digest_is_in_it_and_read_before_is_not(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    member, other = make_member(), make_member()
    at(now, "2026-11-25 11:00")
    tell(member, other, kind=DIGEST, title="Votre réponse est retenue", excerpt="Bien vu.", url="/test/7/")
    tell(member, other, kind=KIND, entry_id=2, url="/test/8/")
    run_jobs()
    mark_all_read(actor=other)
    mailoutbox.clear()
    at(now, "2026-12-01 08:30")
    (message,) = mailoutbox
    assert message.to == [member.email]
    assert message.subject == "Dans Essaim\u00a0: Votre réponse est retenue"
    assert "Parce que vous ne l’avez pas encore lu." in message.body and "Bien vu." in message.body
    assert Notification.objects.get(recipient=member, kind=DIGEST).mail_state == MailState.SENT
    at(now, "2026-12-08 08:30")
    assert len(mailoutbox) == 1


def test_what_it_does_not_show_is_counted_and_does_not_come_later(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    member = make_member()
    at(now, "2026-11-25 11:00")
    for number in range(12):
        tell(member, kind=DIGEST, entry_id=number, title=f"Nouvelle {number}", url=f"/test/{number}/")
    at(now, "2026-12-01 08:30")
    (message,) = mailoutbox
    assert len(titles(message)) == 3, "one kind does not fill it"
    assert "Et 9 autres dans Essaim." in message.body
    at(now, "2026-12-08 08:30")
    assert len(mailoutbox) == 1


def test_it_is_in_the_language_of_its_reader(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    make_member(first_name="Zoe", language="en")
    at(now, "2026-11-25 11:00")
    shelf.put("a", "b", "c")
    at(now, "2026-12-01 08:30")
    (message,) = mailoutbox
    assert message.body.startswith("Hello Zoe,") and "and 2 more" in message.subject
    assert message.extra_headers["Content-Language"] == "en"


def test_one_click_leaves_it(now: Clock, shelf: Shelf, mailoutbox: list, settings: Any) -> None:
    member = make_member()
    at(now, "2026-11-25 11:00")
    shelf.put("a")
    at(now, "2026-12-01 08:30")
    headers = mailoutbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.BASE_URL)
    strict = Client(enforce_csrf_checks=True)
    assert "Le condensé" in strict.get(address).content.decode()
    assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Schedule.objects.get(member=member).digest_every == Every.NEVER
    shelf.put("b")
    at(now, "2026-12-08 08:30")
    assert len(mailoutbox) == 1
    assert Digest.objects.get(member=member).next_at is None


def test_who_left_and_who_has_no_address_get_none(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    gone = make_member()
    make_member(email=None, employee_number="B1")
    shelf.put("a")
    at(now, "2026-11-25 11:00")
    Member.objects.filter(pk=gone.pk).update(is_active=False)
    at(now, "2026-12-01 08:30")
    assert mailoutbox == []


def test_one_on_a_public_holiday_comes_the_morning_after_and_once(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    member = make_member()
    at(now, "2026-11-04 08:00")
    prefer(actor=member, choices={}, schedule={"digest_weekday": 2})  # Wednesday
    shelf.put("a")
    at(now, "2026-11-04 11:00")
    mailoutbox.clear()
    shelf.put("b")
    at(now, "2026-11-11 08:30")
    at(now, "2026-11-11 12:00")
    assert mailoutbox == []
    at(now, "2026-11-12 08:00")
    at(now, "2026-11-12 08:35")
    assert len(mailoutbox) == 1
    shelf.put("c")
    at(now, "2026-11-18 08:30")
    assert len(mailoutbox) == 2


def test_one_that_a_change_of_hours_puts_into_the_night_waits(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    member = make_member()
    at(now, "2026-11-25 11:00")
    shelf.put("a")
    now.set("2026-12-01 08:30")
    begin_digests()
    Schedule.objects.update_or_create(member=member, defaults={"own": True, "quiet_until": "10:00"})
    run_jobs()
    assert mailoutbox == []
    # Whoever looks at their preferences meanwhile loses nothing of it.
    plan([member.pk])
    at(now, "2026-12-01 10:00")
    assert len(mailoutbox) == 1
    # It is done then: the next is the next week's.
    shelf.put("b")
    plan([member.pk])
    at(now, "2026-12-02 10:30")
    assert len(mailoutbox) == 1
    at(now, "2026-12-08 10:30")
    assert len(mailoutbox) == 2


def test_a_job_that_was_lost_or_runs_twice_makes_one_digest(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    member = make_member()
    at(now, "2026-11-25 11:00")
    shelf.put("a")
    now.set("2026-12-01 08:30")
    begin_digests()
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    at(now, "2026-12-01 08:35")
    assert mailoutbox == [], "it may be running still"
    at(now, "2026-12-01 09:31")
    assert write_digest(member_id=member.pk) is None
    run_jobs()
    assert len(mailoutbox) == 1
    assert Mail.objects.get().items == [], "its words are nobody's once it has left"


def test_one_that_an_erasure_emptied_ends_without_a_mail(now: Clock, shelf: Shelf, mailoutbox: list) -> None:
    member = make_member()
    at(now, "2026-11-25 11:00")
    tell(member, kind=DIGEST, url="/test/7/")
    now.set("2026-12-01 08:30")
    mail = write_digest(member_id=member.pk)
    assert mail
    Mail.objects.update(items=[])
    assert not send(mail_id=mail.pk)
    assert mailoutbox == [] and Mail.objects.get().closed_at
    # Nothing left: nothing is said to have been sent.
    assert Notification.objects.get().mail_state == MailState.SKIPPED


PARIS_HOURS = Hours()


def due(wall: str, *, level: int = 0, hours: Hours = PARIS_HOURS, **fields: Any) -> str:
    schedule = Schedule(**fields)
    zone = ZoneInfo(hours.zone)
    found = next_due(datetime.fromisoformat(wall).replace(tzinfo=zone), schedule, hours, level=level)
    return found.astimezone(zone).strftime("%Y-%m-%d %H:%M") if found else ""


def test_when_the_next_is_due() -> None:
    assert due("2026-12-01 08:29") == "2026-12-01 08:30"
    assert due("2026-12-01 08:30") == "2026-12-08 08:30"
    assert due("2026-12-01 08:30", digest_every="never") == ""
    assert due("2026-12-04 08:30", digest_every="day") == "2026-12-07 08:30"
    assert due("2026-11-10 08:30", digest_every="day") == "2026-11-12 08:30"
    assert due("2026-12-01 09:00", digest_weekday=5) == "2026-12-07 08:00", "a Saturday's leaves on Monday"
    assert due("2026-12-01 09:00", digest_every="day", daily_at=datetime(2026, 1, 1, 7).time()) == "2026-12-02 08:00"


def test_halving_its_frequency() -> None:
    assert due("2026-12-01 08:30", level=1) == "2026-12-15 08:30"
    assert due("2026-12-01 08:30", level=2) == "2026-12-29 08:30"
    assert due("2026-12-02 08:30", level=1, digest_every="day") == "2026-12-08 08:30"
    assert due("2026-12-01 08:30", level=2, digest_every="day") == "2026-12-15 08:30"


def test_it_is_planned_by_the_clock_of_the_site() -> None:
    assert due("2026-12-01 08:31", hours=Hours("Indian/Reunion", holidays="FR-974")) == "2026-12-08 08:30"
    tuesday = datetime(2026, 12, 1, 4, 29, tzinfo=ZoneInfo("UTC"))
    found = next_due(tuesday, Schedule(), Hours("Indian/Reunion", holidays="FR-974"))
    assert found is not None and found - tuesday == timedelta(minutes=1)
