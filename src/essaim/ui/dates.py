"""Dates and figures as people say them: relative up to a week, then written out."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache, lru_cache

from django.utils import timezone, translation
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.translation import get_language, gettext, ngettext
from markupsafe import Markup

from essaim.kernel import clock
from essaim.kernel.language import reading

from .generator import safe, shown

# What is younger is told in minutes.
_HOUR, _MINUTE = timedelta(hours=1), timedelta(minutes=1)


def ago(value: datetime) -> str:
    """``il y a 5 minutes``, ``hier à 16 h 40``, ``mardi à 9 h 05``, then ``3 novembre 2026``."""
    zone = timezone.get_current_timezone()
    return _ago(timezone.localtime(value, zone), timezone.localtime(clock.now(), zone), reading())


def _ago(local: datetime, now: datetime, language: str) -> str:
    seconds = (now - local).total_seconds()
    if seconds < 60:
        return gettext("à l'instant")
    if seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("il y a %(n)d minute", "il y a %(n)d minutes", minutes) % {"n": minutes}
    days = (now.date() - local.date()).days
    if days >= 7:
        return _written(local, language, year=local.year != now.year)
    today, yesterday, before = _days_in(language)
    at = _hour(local, language)
    if days == 0:
        return today % {"hour": at}
    if days == 1:
        return yesterday % {"hour": at}
    return before % {"day": _names_in(language)[1][local.weekday()], "hour": at}


def hour(value: datetime | time) -> str:
    """``13 h 30``, ``1:30 pm``."""
    return _hour(value, reading())


def _hour(value: datetime | time, language: str) -> str:
    if language == "en":
        return f"{value.hour % 12 or 12}:{value.minute:02} {'am' if value.hour < 12 else 'pm'}"
    # An hour is not cut at the end of a line.
    return f"{value.hour}\xa0h\xa0{value.minute:02}" if value.minute else f"{value.hour}\xa0h"


def day(value: date | datetime, year: bool = False) -> str:
    """``3 novembre 2026``; the year is left out in the current one, unless ``year`` asks for it."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return _written(value, reading(), year=year or value.year != clock.today().year)


def near_day(value: date) -> str:
    """``Aujourd'hui``, ``Hier``, else as ``day``: for headings."""
    behind = (clock.today() - value).days
    return gettext("Aujourd'hui") if behind == 0 else gettext("Hier") if behind == 1 else day(value)


def appointment(value: date | datetime) -> str:
    """A day to come with its name, and its hour where it has one: ``jeudi 3 décembre à 14 h``, ``Thursday 3 December at 2:00 pm``."""
    language = reading()
    local = timezone.localtime(value) if isinstance(value, datetime) else None
    day = local.date() if local else value
    named = f"{_names_in(language)[1][day.weekday()]} {_written(day, language, year=day.year != clock.today().year)}"
    return _days_in(language)[2] % {"day": named, "hour": _hour(local, language)} if local else named


def moment(value: datetime) -> str:
    """Day and hour, for titles of relative dates."""
    return _moment(timezone.localtime(value), reading())


def _moment(local: datetime, language: str) -> str:
    return f"{_written(local, language, year=True)}, {_hour(local, language)}"


def _written(value: date, language: str, *, year: bool) -> str:
    """Day, month and perhaps year: the same order in both languages; only the first of a month is an ordinal, in French."""
    first = "1er" if value.day == 1 and language != "en" else str(value.day)
    return f"{first} {_names_in(language)[0][value.month - 1]}" + (f" {value.year}" if year else "")


@cache
def _names_in(language: str) -> tuple[list[str], list[str]]:
    """The months and the days of the week."""
    # Django's own formatter looks every name up anew: on a list of twenty threads that was a tenth of the page.
    with translation.override(language):
        return [str(MONTHS[n]) for n in range(1, 13)], [str(WEEKDAYS[n]) for n in range(7)]


@cache
def _days_in(language: str) -> tuple[str, str, str]:
    """Today, yesterday, and a day of the week before."""
    with translation.override(language):
        return gettext("aujourd'hui à %(hour)s"), gettext("hier à %(hour)s"), gettext("%(day)s à %(hour)s")


class _Page(threading.local):
    present: tuple[tzinfo, datetime] | None = None


_page = _Page()


def _present() -> tuple[tzinfo, datetime]:
    return timezone.get_current_timezone(), clock.now()


@contextmanager
def one_moment() -> Iterator[None]:
    """A page is of one moment: within this, ``when`` looks at the clock once."""
    before, _page.present = _page.present, _present()
    try:
        yield
    finally:
        _page.present = before


def when(value: datetime, language: str) -> Markup:
    """A time that says how long ago, and exactly when. In Python rather than in a template: lists are made of it."""
    zone, now = _page.present or _present()
    # What is older than minutes is said in the same words all day, and the same threads stand in everybody's list.
    past = now - value
    return _when(value, language, zone, max(past // _MINUTE, 0) if past < _HOUR else now.astimezone(zone).date())


@lru_cache(maxsize=8192)
def _when(value: datetime, language: str, zone: tzinfo, told: int | date) -> Markup:
    """As it is told so many minutes later, or on a day."""
    local = value.astimezone(zone)
    now = local + told * _MINUTE if isinstance(told, int) else datetime.combine(told, time.max, zone)
    with translation.override(language):
        title, words = _moment(local, language), shown(_ago(local, now, language))
    return safe(f'<time datetime="{value.isoformat()}" title="{title}">{words}</time>')


def iso(value: date | datetime) -> str:
    return value.isoformat()


def number(value: int | float) -> str:
    """``12 480`` in French, ``12,480`` in English."""
    grouped = f"{value:,}"
    return grouped if get_language() == "en" else grouped.replace(",", "\u202f").replace(".", ",")
