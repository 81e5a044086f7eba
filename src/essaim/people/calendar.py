"""Dates as calendar files (RFC 5545): those of teams, and any other."""

import dataclasses
import datetime
from collections.abc import Iterable
from urllib.parse import urlsplit

from django.conf import settings
from icalendar import Calendar, Event

from essaim.organisation import known

from .models import TeamDate

# Without an end, an hour.
_HOUR = datetime.timedelta(hours=1)


@dataclasses.dataclass(frozen=True)
class Appointment:
    """Something in a calendar.

    Parameters:
        uid: names it within this instance, whatever becomes of it: ``team-date-12``.
        version: goes up with every change, so that calendars replace what they have.
        begins, ends: aware moments, or days; ``ends`` is the first moment or day after it.
    """

    uid: str
    version: int
    changed_at: datetime.datetime
    title: str
    begins: datetime.datetime | datetime.date
    ends: datetime.datetime | datetime.date
    place: str = ""
    link: str = ""


def calendar_file(appointments: Iterable[Appointment], name: str = "") -> bytes:
    """A file that calendars read. Hours go out in UTC, so that no reader needs to know our zone."""
    calendar = Calendar()
    calendar.add("prodid", "-//Essaim//teams//")
    calendar.add("version", "2.0")
    if name:
        calendar.add("x-wr-calname", name)
    for one in appointments:
        calendar.add_component(_event(one))
    return bytes(calendar.to_ical())


def _event(one: Appointment) -> Event:
    event = Event()
    event.add("uid", f"{one.uid}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("sequence", one.version)
    event.add("dtstamp", one.changed_at.astimezone(datetime.UTC))
    event.add("summary", one.title)
    event.add("dtstart", _in_utc(one.begins))
    event.add("dtend", _in_utc(one.ends))
    if one.place:
        event.add("location", one.place)
    if one.link:
        event.add("url", one.link)
    return event


def _in_utc(moment: datetime.datetime | datetime.date) -> datetime.datetime | datetime.date:
    return moment.astimezone(datetime.UTC) if isinstance(moment, datetime.datetime) else moment


def calendar_of(dates: Iterable[TeamDate], name: str = "") -> bytes:
    """The calendar file of dates of teams."""
    return calendar_file(map(_appointment, dates), name)


def _appointment(date: TeamDate) -> Appointment:
    begins: datetime.datetime | datetime.date = date.day
    ends: datetime.datetime | datetime.date = date.day + datetime.timedelta(days=1)
    if date.begins:
        begins = start = _moment(date.day, date.begins)
        ends = _moment(date.day, date.ends) if date.ends else start + _HOUR
    return Appointment(
        uid=f"team-date-{date.pk}", version=date.version, changed_at=date.changed_at, title=date.title, begins=begins,
        ends=ends, place=date.place, link=date.link,
    )  # fmt: skip


def _moment(day: datetime.date, hour: datetime.time) -> datetime.datetime:
    return datetime.datetime.combine(day, hour, tzinfo=known.current().zone).astimezone(datetime.UTC)
