from django.db import transaction

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.learning.events import LessonCompleted
from essaim.learning.models import Progress
from essaim.people.models import Member

from .answers import begin


@transaction.atomic
def complete(*, actor: Member, lesson_id: int, sequence_id: int) -> bool:
    """Notes that ``actor`` finished a lesson that they may read (queries.lessons).

    Returns False where it was finished before: then nothing changes.
    """
    begin(actor=actor, lesson_id=lesson_id)
    open_ones = Progress.objects.filter(member=actor, lesson_id=lesson_id, completed_at=None)
    if not open_ones.update(completed_at=clock.now()):
        return False
    journal.record(LessonCompleted(actor_id=actor.pk, subject_id=lesson_id, sequence_id=sequence_id))
    return True
