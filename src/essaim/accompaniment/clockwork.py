"""When something is due. Pure functions of a moment and a zone."""

from collections.abc import Container
from datetime import date, datetime, timedelta, tzinfo

# A meeting takes so long.
MEETING = timedelta(minutes=30)
# What is not answered after so many working days is asked of somebody else.
PATIENCE_DAYS = 3
FOLLOW_UP = timedelta(days=14)
# What nobody said anything about for so long is over.
FORGOTTEN = timedelta(days=30)


def after_working_days(moment: datetime, days: int, zone: tzinfo, holidays: Container[date] = ()) -> datetime:
    """The moment ``days`` working days later, at the same hour of the clocks in ``zone``.

    Parameters:
        holidays: public holidays, on which nobody works either.
    """
    local = moment.astimezone(zone)
    while days:
        local += timedelta(days=1)
        days -= local.weekday() < 5 and local.date() not in holidays
    return local
