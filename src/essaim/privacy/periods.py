"""How long something is kept. The period that is said is the period that is applied."""

import calendar
import dataclasses
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclasses.dataclass(frozen=True, kw_only=True)
class Period:
    """Either ``months`` or ``days`` after which the holding's ``expire`` runs, or ``until``: words for an event that ends it.

    Parameters:
        nameless: at the end it stays without the person; otherwise it is removed.
        until: lazily translated, "tant que votre compte existe".
    """

    months: int = 0
    days: int = 0
    nameless: bool = False
    until: Any = ""

    def __str__(self) -> str:
        if not (self.months or self.days):
            return str(self.until)
        length = (
            ngettext("%(n)d mois", "%(n)d mois", self.months) % {"n": self.months}
            if self.months
            else ngettext("%(n)d jour", "%(n)d jours", self.days) % {"n": self.days}
        )
        end = _("%(length)s avec le nom, ensuite sans") if self.nameless else _("%(length)s, ensuite c'est supprimé")
        said = end % {"length": length}
        return f"{self.until}, {said}" if self.until else said

    def cutoff(self, now: datetime) -> datetime | None:
        """What is older than this has had its time; None where an event ends the period, not the clock."""
        if self.months:
            return _months_before(now, self.months)
        return now - timedelta(days=self.days) if self.days else None


def _months_before(now: datetime, months: int) -> datetime:
    """The same day ``months`` earlier, or that month's last day."""
    index = now.year * 12 + now.month - 1 - months
    year, month = divmod(index, 12)
    day = min(now.day, calendar.monthrange(year, month + 1)[1])
    return now.replace(year=year, month=month + 1, day=day)
