"""Calendars of public holidays, from the ``holidays`` library: a country (``FR``), or a part of one (``FR-57``, Moselle)."""

from collections.abc import Container
from datetime import date
from functools import cache

import holidays
from babel import Locale
from django.utils.translation import gettext as _

from essaim.kernel.language import reading

# Countries whose parts have holidays of their own, and may hold a site of a French organisation.
_IN_PARTS = ("DE", "CH", "ES", "CA", "GB")
# Parts of France that have a country's code too, by which a site may have been placed.
_PARTS_OF_FRANCE = {
    "GP": "FR-971", "MQ": "FR-972", "GF": "FR-973", "RE": "FR-974", "YT": "FR-976", "BL": "FR-BL", "MF": "FR-MF",
    "PM": "FR-PM", "NC": "FR-NC", "PF": "FR-PF", "WF": "FR-WF",
}  # fmt: skip


@cache
def days(calendar: str) -> Container[date]:
    """The public holidays of ``calendar``, whatever the year; none for "" and for one that is not known."""
    country, _dash, part = calendar.partition("-")
    try:
        found: Container[date] = holidays.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        return ()
    return found


def _french() -> list[tuple[str, str]]:
    return [
        ("FR", _("France")),
        ("FR-57", _("France (Moselle)")),
        ("FR-6AE", _("France (Alsace)")),
        ("FR-971", _("Guadeloupe")),
        ("FR-972", _("Martinique")),
        ("FR-973", _("Guyane")),
        ("FR-974", _("La Réunion")),
        ("FR-976", _("Mayotte")),
        ("FR-BL", _("Saint-Barthélemy")),
        ("FR-MF", _("Saint-Martin")),
        ("FR-PM", _("Saint-Pierre-et-Miquelon")),
        ("FR-NC", _("Nouvelle-Calédonie")),
        ("FR-PF", _("Polynésie française (Tahiti)")),
        ("FR-WF", _("Wallis-et-Futuna")),
    ]


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """France and its parts first, then every other country that is known, as groups of a select, in the reader's language."""
    return _choices(reading())


@cache
def _choices(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    names = Locale.parse(language).territories
    countries = holidays.list_supported_countries(include_aliases=False)
    others = (code for code in countries if code in names and code != "FR" and code not in _PARTS_OF_FRANCE)
    named = sorted(((code, names[code]) for code in others), key=lambda one: one[1])
    groups = [(_("En France"), _french()), (_("Autres pays"), named)]
    for country in sorted(_IN_PARTS, key=lambda code: names[code]):
        groups.append((names[country], [(f"{country}-{part}", f"{names[country]} ({part})") for part in countries[country]]))
    return groups


def listed(calendar: str) -> str:
    """The code under which ``choices`` have ``calendar``."""
    return _PARTS_OF_FRANCE.get(calendar, calendar)


def label(calendar: str) -> str:
    """What ``calendar`` is called; "" for none."""
    calendar = listed(calendar)
    return next((name for _group, options in choices() for code, name in options if code == calendar), "")
