"""Words for hours and frequencies, on pages and in mails."""

from datetime import time
from typing import Any

from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.organisation import public_holidays
from essaim.ui.dates import hour

from .models import Every, Schedule
from .quiet import Hours

WEEKDAYS: list[tuple[int, Any]] = [
    (0, gettext_lazy("le lundi")), (1, gettext_lazy("le mardi")), (2, gettext_lazy("le mercredi")),
    (3, gettext_lazy("le jeudi")), (4, gettext_lazy("le vendredi")), (5, gettext_lazy("le samedi")),
    (6, gettext_lazy("le dimanche")),
]  # fmt: skip


def clock(moment: time) -> str:
    return time_format(moment, "H:i")


def quiet(hours: Hours) -> str:
    """``de 19 h à 8 h, le week-end et les jours fériés (France)``."""
    given = {"start": hour(hours.start), "end": hour(hours.end), "calendar": public_holidays.label(hours.holidays)}
    every_day = _("de %(start)s à %(end)s") % given if hours.start != hours.end else ""
    if hours.weekends and hours.holidays:
        off = _("le week-end et les jours fériés (%(calendar)s)") % given
    else:
        off = _("le week-end") if hours.weekends else _("les jours fériés (%(calendar)s)") % given if hours.holidays else ""
    return ", ".join(part for part in (every_day, off) if part) or _("aucune")


def rarer(schedule: Schedule, level: int) -> str:
    """How often the digest comes to who grew tired of it."""
    weeks = 2 ** (level - 1 if schedule.digest_every == Every.DAY else level)
    if weeks == 1:
        return _("chaque semaine")
    return ngettext("toutes les %(n)d semaines", "toutes les %(n)d semaines", weeks) % {"n": weeks}
