"""When something is due. Pure functions of a moment and a zone."""

from datetime import datetime, timedelta, tzinfo

# A meeting takes so long.
MEETING = timedelta(minutes=30)
# What is not answered after so many working days is asked of somebody else.
PATIENCE_DAYS = 3
FOLLOW_UP = timedelta(days=14)
# What nobody said anything about for so long is over.
FORGOTTEN = timedelta(days=30)


def after_working_days(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The moment ``days`` working days (Monday to Friday) later, at the same hour of the clocks in ``zone``."""
    local = moment.astimezone(zone)
    while days:
        local += timedelta(days=1)
        days -= local.weekday() < 5
    return local
