"""The digest: what is in one, and when the next is due. Written and sent by ``actions.digest``.

Upper packages say what may be in one: a source is a function ``(member, since)`` that gives suggestions, each with its why and
its one address, called with the member's language active. ``since`` is when their last digest left, a week ago at the latest.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from essaim.kernel.registry import Registry
from essaim.kernel.suggestions import Suggestion, choose
from essaim.people.models import Member

from .models import Every, Schedule
from .quiet import Hours, at, held_until

# The digest among the kinds: what one unsubscribes from, and grows tired of.
DIGEST = "notifications.digest"
# One mail that is read to its end.
MOST = 7
# Halved twice, a weekly digest comes every fourth week: less would be forgotten, and none is a choice.
MOST_TIRED = 2

Source = Callable[[Member, datetime], Iterable[Suggestion]]
sources: Registry[Source] = Registry("source of the digest")


def worth_telling(member: Member, *, since: datetime, told: Iterable[str]) -> list[Suggestion]:
    """At most MOST suggestions for ``member``, the weightiest first, without those at the addresses ``told``."""
    found = [suggestion for _name, source in sources for suggestion in source(member, since)]
    known = set(told)
    return choose((one for one in found if one.url not in known), limit=MOST)


def next_due(now: datetime, schedule: Schedule, hours: Hours, *, level: int = 0) -> datetime | None:
    """When the digest behind ``now`` is due, out of quiet hours; None for who wants none.

    Parameters:
        level: how often its frequency was halved; a daily one becomes weekly first.
    """
    every = Every(schedule.digest_every)
    if every == Every.NEVER:
        return None
    if every == Every.DAY and level:
        every, level = Every.WEEK, level - 1
    local = now.astimezone(ZoneInfo(hours.zone))
    for days in range(1 if level else 0, 400):
        day = local.date() + timedelta(days=days)
        if not (
            _is_working(day.weekday()) and not hours.is_off(day)
            if every == Every.DAY
            else day.weekday() == schedule.digest_weekday
        ):
            continue
        due = at(day + timedelta(weeks=2**level - 1), schedule.daily_at, local)
        due = held_until(due, hours) or due
        if due > now.astimezone(UTC):
            return due
    return None


def _is_working(weekday: int) -> bool:
    return weekday < 5
