"""Mails that nobody comes for become rarer, and the page says so and takes it back. Nothing in a mail tells on its reader."""

import itertools
from datetime import timedelta

import pytest
from django.test import Client

from essaim.notifications.actions.prefer import Choice, prefer
from essaim.notifications.actions.weary import judge
from essaim.notifications.digests import DIGEST as THE_DIGEST
from essaim.notifications.models import Delivery, Digest, Every, Mail, Notification, Schedule, Weariness
from essaim.people.models import Member, Session
from essaim.people.tests.factories import make_member

from .factories import DIGEST, KIND, STRONG, Clock, pass_time, run_jobs, tell

pytestmark = pytest.mark.django_db


def weeks(now: Clock, member: Member, number: int, kind: str = KIND) -> None:
    """A mail a week, and no visit."""
    for _ in range(number):
        tell(member, kind=kind, entry_id=Notification.objects.count() + 1)
        run_jobs()
        now.moment += timedelta(weeks=1)
        judge()


def come(member: Member, day: object) -> None:
    Session.objects.create(
        session_key=f"k{Session.objects.count()}",
        session_data="",
        expire_date="2030-01-01T00:00Z",
        member=member,
        last_seen_on=day,
    )


def test_three_without_a_visit_take_a_kind_into_the_digest(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    weeks(now, member, 3)
    assert len(mailoutbox) == 3
    assert Weariness.objects.get().level == 1
    tell(member, entry_id=50)
    tell(member, kind=STRONG, entry_id=51)
    run_jobs()
    assert [message.subject for message in mailoutbox[3:]] == ["Samia vous répond"], "the other kind comes as before"
    assert Notification.objects.get(entry_id=50).delivery == Delivery.DIGEST


def test_a_visit_in_the_week_begins_the_count_anew(now: Clock) -> None:
    member = make_member()
    weeks(now, member, 2)
    come(member, (now.moment + timedelta(days=6)).date())
    weeks(now, member, 1)
    weeks(now, member, 2)
    assert Weariness.objects.get().level == 0 and Weariness.objects.get().unvisited == 2


def test_reading_or_signing_in_is_a_visit_too(now: Clock) -> None:
    reader, entered = make_member(), make_member()
    for member in (reader, entered):
        tell(member)
    run_jobs()
    Notification.objects.filter(recipient=reader).update(read_at=now.moment + timedelta(days=2))
    Member.objects.filter(pk=entered.pk).update(last_login=now.moment + timedelta(days=3))
    now.moment += timedelta(weeks=1)
    assert judge() == 2
    assert not Weariness.objects.filter(unvisited__gt=0).exists()


def test_coming_back_undoes_nothing_by_itself(now: Clock) -> None:
    member = make_member()
    weeks(now, member, 3)
    come(member, now.moment.date())
    tell(member, kind=STRONG, entry_id=90)
    now.moment += timedelta(weeks=1)
    judge()
    assert Weariness.objects.get(kind=KIND).level == 1


def test_before_the_week_is_over_nothing_is_judged_and_a_mail_once(now: Clock) -> None:
    member = make_member()
    tell(member)
    run_jobs()
    now.moment += timedelta(days=6, hours=23)
    assert judge() == 0
    now.moment += timedelta(hours=1)
    assert judge() == 1 and judge() == 0
    assert Mail.objects.get().kinds == []


def test_the_digest_goes_to_two_weeks_then_to_four_and_no_further(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    pass_time()
    sent: list[int] = []
    for day in range(7 * 40):
        now.moment += timedelta(days=1)
        tell(member, kind=DIGEST, entry_id=day, url=f"/test/{day}/")
        pass_time()
        if len(mailoutbox) > len(sent):
            sent.append(day)
    gaps = [(after - before) // 7 for before, after in itertools.pairwise(sent)]
    assert gaps[:2] == [1, 1] and gaps[-3:] == [4, 4, 4] and sorted(gaps) == gaps and gaps.count(2) >= 2
    assert Weariness.objects.get(kind=THE_DIGEST).level == 2


def test_the_page_says_so_and_takes_it_back(now: Clock, client: Client) -> None:
    member = make_member()
    weeks(now, member, 3)
    Weariness.objects.create(member=member, kind=THE_DIGEST, level=1)
    client.force_login(member)
    html = client.get("/notifications/preferences/").content.decode()
    assert "cela vient maintenant dans le condensé" in html and "il vient maintenant toutes les 2 semaines" in html.replace(
        "\u00a0", " "
    )
    from .test_pages import _posted

    assert client.post("/notifications/preferences/", _posted(again=THE_DIGEST, digest_every="week")).status_code == 302
    assert not Weariness.objects.filter(kind=THE_DIGEST).exists()
    assert Digest.objects.get(member=member).next_at < now.moment + timedelta(days=8)


def test_without_a_digest_nothing_goes_into_it(now: Clock, mailoutbox: list) -> None:
    never, later = make_member(), make_member()
    Schedule.objects.create(member=never, digest_every=Every.NEVER)
    for member in (never, later):
        weeks(now, member, 3)
    Schedule.objects.create(member=later, digest_every=Every.NEVER)
    before = len(mailoutbox)
    for member in (never, later):
        tell(member, entry_id=900)
    run_jobs()
    assert len(mailoutbox) == before + 2
    assert not Weariness.objects.filter(member=never, level__gt=0).exists()


def test_saving_the_page_as_it_is_keeps_it_and_choosing_anew_takes_it_back(now: Clock) -> None:
    member = make_member()
    weeks(now, member, 3)
    prefer(actor=member, choices={KIND: Choice(app=True, mail=Delivery.IMMEDIATE)}, schedule={})
    assert Weariness.objects.get(kind=KIND).level == 1
    prefer(actor=member, choices={KIND: Choice(mail=Delivery.DIGEST)}, schedule={})
    assert not Weariness.objects.filter(kind=KIND).exists()
