"""A member's first minutes are over once, whatever they answered."""

from django.db import transaction

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.people.events import FirstStepsFinished
from essaim.people.models import Member


@transaction.atomic
def finish_first_steps(*, actor: Member) -> None:
    """Home no longer sends the actor to the first steps. Doing it twice changes nothing."""
    now = clock.now()
    if Member.objects.filter(pk=actor.pk, onboarded_at=None).update(onboarded_at=now):
        actor.onboarded_at = now
        journal.record(FirstStepsFinished(actor_id=actor.pk, subject_id=actor.pk))
