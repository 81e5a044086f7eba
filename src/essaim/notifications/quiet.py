"""When mails may leave: quiet hours, as a pure function of wall-clock time."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .models import Schedule

_MIDNIGHT = time(0)


def held_until(moment: datetime, schedule: Schedule, zone: ZoneInfo) -> datetime | None:
    """When a mail that is ready at ``moment`` may leave, None for at once.

    Hours are those of the wall clock in ``zone``: a night with a change of hour is an hour shorter or longer, and ends when
    the clock says so.
    """
    current = moment
    # Night, weekend and night again: each round leaves one of them.
    for _round in range(5):
        following = _end(current.astimezone(zone), schedule)
        if following is None:
            break
        current = following
    return current if current != moment else None


def _end(local: datetime, schedule: Schedule) -> datetime | None:
    """The end of the quiet stretch that ``local`` is in, None if it is in none."""
    clock, start, end = local.time(), schedule.quiet_from, schedule.quiet_until
    if schedule.quiet_weekends and local.weekday() >= 5:
        return _at(local, 7 - local.weekday(), _MIDNIGHT)
    if start < end:
        return _at(local, 0, end) if start <= clock < end else None
    if start > end:
        if clock >= start:
            return _at(local, 1, end)
        return _at(local, 0, end) if clock < end else None
    return None


def _at(local: datetime, days: int, clock: time) -> datetime:
    """When the wall clock shows ``clock``, ``days`` later; where it shows it twice, the first time that is still to come."""
    day = local.date() + timedelta(days=days)
    walls = [datetime.combine(day, clock.replace(fold=fold), tzinfo=local.tzinfo).astimezone(UTC) for fold in (0, 1)]
    return next((wall for wall in walls if wall > local.astimezone(UTC)), walls[1])
