"""Dates and figures as people say them: relative up to a week, then written out."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext, pgettext

from essaim.kernel import clock


def ago(value: datetime) -> str:
    """``il y a 5 minutes``, ``hier à 16 h 40``, ``mardi à 9 h 05``, then ``3 novembre 2026``."""
    local, now = timezone.localtime(value), timezone.localtime(clock.now())
    seconds = (now - local).total_seconds()
    if seconds < 60:
        return gettext("à l'instant")
    if seconds < 3600:
        minutes = int(seconds // 60)
        return ngettext("il y a %(n)d minute", "il y a %(n)d minutes", minutes) % {"n": minutes}
    days = (now.date() - local.date()).days
    hour = _hour(local)
    if days == 0:
        return gettext("aujourd'hui à %(hour)s") % {"hour": hour}
    if days == 1:
        return gettext("hier à %(hour)s") % {"hour": hour}
    if days < 7:
        return gettext("%(day)s à %(hour)s") % {"day": date_format(local, "l"), "hour": hour}
    return day(local)


def _hour(value: datetime) -> str:
    if get_language() == "en":
        return date_format(value, "g:i a").replace(".", "")
    return f"{value.hour} h {value.minute:02}" if value.minute else f"{value.hour} h"


def day(value: date | datetime) -> str:
    """``3 novembre 2026``; the year is left out in the current one."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    same_year = value.year == clock.today().year
    # Translators: date formats in Django's syntax, without and with the year.
    form = pgettext("date format", "j F") if same_year else pgettext("date format", "j F Y")
    return _first(date_format(value, form))


def _first(written: str) -> str:
    """``1er septembre``: only the first of a month is an ordinal in French."""
    return f"1er {written[2:]}" if get_language() != "en" and written.startswith("1 ") else written


def moment(value: datetime) -> str:
    """Day and hour, for titles of relative dates."""
    local = timezone.localtime(value)
    return f"{_first(date_format(local, pgettext('date format', 'j F Y')))}, {_hour(local)}"


def iso(value: date | datetime) -> str:
    return value.isoformat()


def number(value: int | float) -> str:
    """``12 480`` in French, ``12,480`` in English."""
    grouped = f"{value:,}"
    return grouped if get_language() == "en" else grouped.replace(",", "\u202f").replace(".", ",")
