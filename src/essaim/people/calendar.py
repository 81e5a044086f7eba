"""The dates of a team as calendar files (RFC 5545)."""

import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from essaim.organisation import known

from .models import TeamDate

# Without an end, an hour.
_HOUR = datetime.timedelta(hours=1)


def calendar_of(dates: Iterable[TeamDate], name: str = "") -> bytes:
    """A file that calendars read. Hours go out in UTC, so that no reader needs to know our zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Essaim//teams//")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    for date in dates:
        calendar.add_component(_event(date))
    return bytes(calendar.to_ical())


def _event(date: TeamDate) -> Event:
    event = Event()
    event.add("uid", f"team-date-{date.pk}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", date.version)
    event.add("dtstamp", date.changed_at.astimezone(datetime.UTC))
    event.add("summary", date.title)
    if date.begins:
        begins = _moment(date.day, date.begins)
        event.add("dtstart", begins)
        event.add("dtend", _moment(date.day, date.ends) if date.ends else begins + _HOUR)
    else:
        event.add("dtstart", date.day)
        event.add("dtend", date.day + datetime.timedelta(days=1))
    if date.place:
        event.add("location", date.place)
    if date.link:
        event.add("url", date.link)
    return event


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, hour, tzinfo=known.current().zone).astimezone(datetime.UTC)
