import json
import uuid
from typing import Any

from django.db import connection

from essaim.kernel import clock
from essaim.people.models import Member

_BEGIN = """
INSERT INTO learning_progress (member_id, lesson_id, begun_at) VALUES (%(me)s, %(lesson)s, %(now)s)
ON CONFLICT (member_id, lesson_id) DO NOTHING
"""
_ANSWER = f"""
WITH begun AS ({_BEGIN})
INSERT INTO learning_answer (member_id, lesson_id, block_id, kind, payload, answered_at)
VALUES (%(me)s, %(lesson)s, %(block)s, %(kind)s, %(payload)s::jsonb, %(now)s)
ON CONFLICT (member_id, lesson_id, block_id) DO UPDATE
SET kind = excluded.kind, payload = excluded.payload, answered_at = excluded.answered_at
"""
_TAKE_BACK = f"""
WITH begun AS ({_BEGIN})
DELETE FROM learning_answer WHERE member_id = %(me)s AND lesson_id = %(lesson)s AND block_id = %(block)s
"""


def answer(*, actor: Member, lesson_id: int, block_id: uuid.UUID, kind: str, payload: dict[str, Any] | None) -> None:
    """Keeps what ``actor`` answered; answering again replaces it, None takes it back. Sending it twice changes nothing.

    No event is recorded: what one answers is nobody else's business. One statement, which is its own transaction.

    Parameters:
        lesson_id, block_id: a lesson that the actor may read, and an activity in it (queries.lessons, content.api.for_reader).
        kind, payload: see learning.models.Answer.
    """
    given: dict[str, Any] = {"me": actor.pk, "lesson": lesson_id, "block": block_id, "now": clock.now()}
    with connection.cursor() as cursor:
        if payload is None:
            cursor.execute(_TAKE_BACK, given)
        else:
            cursor.execute(_ANSWER, given | {"kind": kind, "payload": json.dumps(payload)})


def begin(*, actor: Member, lesson_id: int) -> None:
    """Notes that ``actor`` opened a lesson that they may read; nothing where it is noted already."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, {"me": actor.pk, "lesson": lesson_id, "now": clock.now()})
