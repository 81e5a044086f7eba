"""What is asked of itself as time passes: an answer, whether they met, whether it worked. Each once for a meeting."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from essaim.accompaniment.clockwork import FOLLOW_UP, FORGOTTEN, MEETING, PATIENCE_DAYS, after_working_days
from essaim.accompaniment.events import AccompanimentDue
from essaim.accompaniment.models import Accompaniment, State
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.organisation import known, public_holidays


def tend() -> None:
    """Every quarter of an hour. Doing it again tells nobody twice."""
    now, organisation = clock.now(), known.current()
    zone, holidays = organisation.zone, public_holidays.days(organisation.public_holidays)
    asked = Accompaniment.objects.filter(state=State.ASKED, reminded_at=None)
    _due(asked, "unanswered", "reminded_at", lambda one: after_working_days(one.asked_at, PATIENCE_DAYS, zone, holidays) <= now)
    _due(
        Accompaniment.objects.filter(state=State.ACCEPTED, checked_at=None, meets_at__lte=now - MEETING),
        "meeting",
        "checked_at",
    )
    met = Accompaniment.objects.filter(state=State.MET, followed_at=None, reached="", meets_at__lte=now - FOLLOW_UP)
    _due(met, "follow-up", "followed_at")
    _let_go(now)


@transaction.atomic
def _due(
    found: QuerySet[Accompaniment], step: str, mark: str, when: Callable[[Accompaniment], bool] = lambda one: True
) -> None:
    for one in found.select_for_update(skip_locked=True).order_by("pk"):
        if when(one):
            setattr(one, mark, clock.now())
            one.save(update_fields=[mark])
            journal.record(AccompanimentDue(actor_id=None, subject_id=one.pk, step=step))


@transaction.atomic
def _let_go(now: datetime) -> None:
    """What neither of the two said anything about for a month is over: whoever accompanies has time for others again."""
    going = Accompaniment.objects.select_for_update(skip_locked=True)
    before = now - FORGOTTEN
    silent = going.filter(state=State.ASKED, asked_at__lte=before)
    silent.filter(meeting=1).update(state=State.WITHDRAWN, ended_at=now)
    silent.filter(meeting__gt=1).update(state=State.ENDED, ended_at=now)
    going.filter(
        Q(state=State.ACCEPTED, meets_at__lte=before) | Q(state=State.MET, meets_at__lte=before - FOLLOW_UP)
    ).update(state=State.ENDED, ended_at=now)  # fmt: skip
