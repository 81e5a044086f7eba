import uuid
from typing import Any

from django.db import transaction

from essaim.kernel import clock
from essaim.learning.models import Answer, Progress
from essaim.people.models import Member


@transaction.atomic
def answer(*, actor: Member, lesson_id: int, block_id: uuid.UUID, kind: str, payload: dict[str, Any] | None) -> None:
    """Keeps what ``actor`` answered; answering again replaces it, None takes it back. Sending it twice changes nothing.

    No event is recorded: what one answers is nobody else's business.

    Parameters:
        lesson_id, block_id: a lesson that the actor may read, and an activity in it (queries.lessons, content.api.for_reader).
        kind, payload: see learning.models.Answer.
    """
    begin(actor=actor, lesson_id=lesson_id)
    if payload is None:
        Answer.objects.filter(member=actor, lesson_id=lesson_id, block_id=block_id).delete()
        return
    row = Answer(
        member=actor, lesson_id=lesson_id, block_id=block_id, kind=kind, payload=payload, answered_at=clock.now()
    )  # fmt: skip
    Answer.objects.bulk_create(
        [row],
        update_conflicts=True,
        unique_fields=["member", "lesson", "block_id"],
        update_fields=["kind", "payload", "answered_at"],
    )


def begin(*, actor: Member, lesson_id: int) -> None:
    """Notes that ``actor`` opened a lesson that they may read; nothing where it is noted already."""
    row = Progress(member=actor, lesson_id=lesson_id, begun_at=clock.now())
    Progress.objects.bulk_create([row], ignore_conflicts=True)
