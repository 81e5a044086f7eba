"""How many are accompanied, as it may be shown."""

import dataclasses
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, Sum

from essaim.accompaniment.models import Accompaniment, Figures, Reached, State
from essaim.kernel import clock
from essaim.kernel.anonymity import combine, figure
from essaim.people.api import active_members

_WEEK = timedelta(days=7)


@transaction.atomic
def count_week() -> None:
    """Once a week: how many members asked, met somebody, and manage now. Nobody is shown of whom the figures are."""
    last = Figures.objects.select_for_update().filter(pk=1).first()
    if last and last.taken_at > clock.now() - _WEEK:
        return
    people = active_members().aggregate(n=Count("pk"), key=Sum("record_key"))
    askers = Accompaniment.objects.filter(asker__is_active=True).order_by()
    counts = {
        "asked": askers.aggregate(n=Count("asker", distinct=True))["n"],
        "met": askers.filter(Q(asker_met=True) | Q(helper_met=True) | Q(state=State.MET) | Q(meeting__gt=1)).aggregate(
            n=Count("asker", distinct=True)
        )["n"],
        "reached": askers.filter(reached__in=(Reached.YES, Reached.PARTLY)).aggregate(n=Count("asker", distinct=True))["n"],
    }
    rows = {}
    for name, count in counts.items():
        shown = figure(count, people["n"], combine([int(people["key"] or 0)]), f"accompaniment {name}")
        if shown:
            rows[name] = dataclasses.asdict(shown)
    Figures.objects.update_or_create(pk=1, defaults={"taken_at": clock.now(), "rows": rows})
