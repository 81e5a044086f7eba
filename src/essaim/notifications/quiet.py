"""When mails and devices may disturb: quiet hours, as pure functions of wall-clock time."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from essaim.organisation import public_holidays

_MIDNIGHT = time(0)
# Nowhere is everybody off for so many days in a row; a calendar that says so is not believed any further.
_LONGEST = 60


@dataclasses.dataclass(frozen=True)
class Hours:
    """The quiet hours that hold for somebody.

    Parameters:
        zone: where their clocks are, ``Europe/Paris``.
        start, end: of the quiet stretch of every day; equal ones mean none, a start after the end goes over midnight.
        weekends: whether Saturdays and Sundays are quiet.
        holidays: the calendar of the public holidays that are quiet (organisation.public_holidays), "" for none.
    """

    zone: str = "Europe/Paris"
    start: time = time(19)
    end: time = time(8)
    weekends: bool = True
    holidays: str = "FR"

    def is_off(self, day: date) -> bool:
        """Whether a whole day is quiet."""
        return (self.weekends and day.weekday() >= 5) or day in public_holidays.days(self.holidays)


def held_until(moment: datetime, hours: Hours) -> datetime | None:
    """When what is ready at ``moment`` may leave, None for at once.

    Hours are those of the wall clock: a night with a change of hour is an hour shorter or longer, and ends when the clock
    says so.
    """
    current, zone = moment, ZoneInfo(hours.zone)
    # Night, days off and night again: each round leaves one of them.
    for _round in range(5):
        following = _end(current.astimezone(zone), hours)
        if following is None:
            break
        current = following
    return current if current != moment else None


def _end(local: datetime, hours: Hours) -> datetime | None:
    """The end of the quiet stretch that ``local`` is in, None if it is in none."""
    clock, start, end = local.time(), hours.start, hours.end
    days = next((n for n in range(_LONGEST) if not hours.is_off(local.date() + timedelta(days=n))), 0)
    if days:
        return at(local.date() + timedelta(days=days), _MIDNIGHT, local)
    if start < end:
        return at(local.date(), end, local) if start <= clock < end else None
    if start > end:
        if clock >= start:
            return at(local.date() + timedelta(days=1), end, local)
        return at(local.date(), end, local) if clock < end else None
    return None


def at(day: date, clock: time, after: datetime) -> datetime:
    """When the wall clock of ``after`` shows ``clock`` on ``day``; where it shows it twice, the first time behind ``after``."""
    walls = [datetime.combine(day, clock.replace(fold=fold), tzinfo=after.tzinfo).astimezone(UTC) for fold in (0, 1)]
    return next((wall for wall in walls if wall > after.astimezone(UTC)), walls[1])
