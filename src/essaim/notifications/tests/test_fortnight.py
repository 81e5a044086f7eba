"""Two weeks and more by the clock, with a change of hour, weekends and a public holiday, for people of two sites and some
with hours of their own: nothing leaves in anybody's quiet hours, and everything that was held leaves once afterwards.

The mails go to a real mail server.
"""

import random
import re
from collections import Counter
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from essaim.kernel import clock
from essaim.kernel.suggestions import Suggestion
from essaim.notifications import digests
from essaim.notifications.actions.prefer import prefer
from essaim.notifications.hours import hours_of
from essaim.notifications.models import Mail, MailState, Notification, QuietHours, Schedule
from essaim.organisation.models import Site
from essaim.people.models import Member, Session
from essaim.people.tests.factories import make_member, make_site

from .factories import DIGEST, KIND, PARIS, STRONG, URGENT, Clock, pass_time, run_jobs, tell
from .letters import Letters

pytestmark = pytest.mark.django_db
# From the Friday before the last Sunday of October to the day behind 11 November.
BEGIN, END = datetime(2026, 10, 23, 6, tzinfo=PARIS), datetime(2026, 11, 12, 23, tzinfo=PARIS)
STEP = timedelta(hours=1)
UTC = ZoneInfo("UTC")


@pytest.fixture
def people() -> dict[str, Member]:
    lyon, reunion, strasbourg = make_site("lyon"), make_site("saint-denis"), make_site("strasbourg")
    Site.objects.filter(pk=reunion.pk).update(time_zone="Indian/Reunion", public_holidays="FR-974")
    Site.objects.filter(pk=strasbourg.pk).update(public_holidays="FR-6AE")
    QuietHours.objects.create(site=reunion, quiet_from=time(17), quiet_until=time(7))
    found = {
        "lyon": make_member(site=lyon), "reunion": make_member(site=reunion), "strasbourg": make_member(site=strasbourg),
        "nights": make_member(site=lyon), "never": make_member(site=reunion), "nowhere": make_member(),
        "daily": make_member(site=lyon),
    }  # fmt: skip
    Schedule.objects.create(member=found["nights"], own=True, quiet_from=time(9), quiet_until=time(21), quiet_weekends=False)
    Schedule.objects.create(
        member=found["never"], own=True, quiet_from=time(0), quiet_until=time(0), quiet_weekends=False, quiet_holidays=False
    )
    for name, member in found.items():
        # They come often enough that nothing becomes rarer.
        Session.objects.create(
            session_key=name, session_data="", expire_date=END + timedelta(days=30), member=member, last_seen_on=END.date()
        )
    return found


def is_quiet(moment: datetime, name: str) -> bool:
    """Said once more, by hand and from the wall: not by what is tested."""
    if name == "never":
        return False
    local = moment.astimezone(ZoneInfo("Indian/Reunion" if name == "reunion" else "Europe/Paris"))
    if local.date().isoformat() == "2026-11-11":
        return True
    if name == "nights":
        return time(9) <= local.time() < time(21)
    start, end = (time(17), time(7)) if name == "reunion" else (time(19), time(8))
    return local.weekday() >= 5 or local.time() >= start or local.time() < end


@pytest.mark.full
def test_a_fortnight(
    now: Clock, server: tuple[Letters, int], people: dict[str, Member], settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters, port = server
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS = "127.0.0.1", port, "", False
    shelf: list[Suggestion] = []
    monkeypatch.setitem(digests.sources._items, "home", lambda member, since: shelf)
    chance, entry, arrived = random.Random(20261022), 0, list[tuple[datetime, str, Any]]()
    names = {member.email: name for name, member in people.items()}
    now.moment = BEGIN
    prefer(actor=people["daily"], choices={}, schedule={"digest_every": "day"})
    while now.moment.astimezone(UTC) < END.astimezone(UTC):
        if now.moment.astimezone(UTC) < (END - timedelta(days=1)).astimezone(UTC):
            for _ in range(chance.choice([0, 1, 1, 2])):
                entry += 1
                reader = people[chance.choice(sorted(people))]
                kind = chance.choice([KIND, KIND, STRONG, DIGEST])
                tell(reader, entry_id=entry, kind=kind, title=f"Nouvelle n{entry}n", url=f"/test/{entry}/")
            shelf[:] = [
                Suggestion(
                    kind="a", label="", title=f"Idée {entry // 20}", url=f"/i/{entry // 20}/", why="Parce que.", weight=1
                )
            ]
        pass_time()
        for message in letters.got[len(arrived) :]:
            arrived.append((now.moment, names[message["To"]], message))
        # Through UTC: the wall clock has an hour twice, and time does not.
        now.moment = (now.moment.astimezone(UTC) + STEP).astimezone(PARIS)

    assert entry > 400 and len(arrived) > 100
    assert {name for _moment, name, _message in arrived} == set(people)
    disturbed = [(str(moment), name) for moment, name, _message in arrived if is_quiet(moment, name)]
    assert disturbed == []
    assert any(moment.date().isoformat() == "2026-11-11" for moment, name, _message in arrived if name == "never")

    # Everything that goes at once was held by somebody's hours or not, and left once.
    said = Counter(
        number for _moment, _name, message in arrived
        for number in re.findall(r"Nouvelle n(\d+)n\s*$", message.get_body(("plain",)).get_content(), re.MULTILINE)
    )  # fmt: skip
    at_once = {str(id) for id in Notification.objects.exclude(kind=DIGEST).order_by().values_list("entry_id", flat=True)}
    assert {number: said[number] for number in at_once if said[number] != 1} == {}
    assert len({message["Message-ID"] for _moment, _name, message in arrived}) == len(arrived)
    assert not Notification.objects.exclude(kind=DIGEST).exclude(mail_state=MailState.SENT).exists()
    assert not Mail.objects.filter(closed_at=None).exists()

    # As soon as the hours were over, not somewhen.
    mondays = [moment for moment, name, _message in arrived if name == "lyon" and moment.weekday() == 0]
    assert min(moment.time() for moment in mondays) == time(8)
    # Nobody got two digests on one day, the daily ones came on working days only, and on 12 November again.
    days = Counter((name, moment.date()) for moment, name, message in arrived if message["Message-ID"].startswith("<digest."))
    assert set(days.values()) == {1}
    of_daily = sorted(day.isoformat() for name, day in days if name == "daily")
    assert "2026-11-11" not in of_daily and "2026-11-12" in of_daily and len(of_daily) >= 11
    assert 2 <= sum(1 for name, _day in days if name == "reunion") <= 3


def test_security_does_not_wait_and_takes_nothing_else_along(now: Clock, mailoutbox: list) -> None:
    member = make_member()
    now.set("2026-11-11 03:00")
    tell(member, title="Celle du matin")
    tell(member, entry_id=2, kind=URGENT, title="Vos clés ont changé")
    run_jobs()
    assert [message.subject for message in mailoutbox] == ["Vos clés ont changé"]
    assert hours_of([member.pk])[member.pk].holidays == "FR" and clock.now().day == 11
    now.set("2026-11-12 08:00")
    run_jobs()
    assert [message.subject for message in mailoutbox[1:]] == ["Celle du matin"]
