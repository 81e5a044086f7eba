"""Who has something unread in what they follow: kept beside how far they have read, so that no list has to look it up."""

import datetime
from collections.abc import Collection
from typing import Any

from django.db import connection

from essaim.conversations.models import Level

_FALL = f"""
UPDATE conversations_reading r SET unread_since = t.last_post_at FROM conversations_thread t
WHERE r.thread_id = t.id AND r.level >= {Level.FOLLOWED:d} AND r.unread_since IS NULL AND r.read_number < t.last_number
"""


def fall_behind(*, thread_ids: Collection[int], member_id: int | None = None) -> int:
    """Whoever follows these threads, or this member alone, has something unread in them where posts came behind what they read.

    Returns how many did not know yet: who has is left alone, so that of many posts in a row only the first costs something.
    """
    given: dict[str, Any] = {"threads": list(thread_ids), "member": member_id}
    return _fall("t.id = ANY (%(threads)s)" + (" AND r.member_id = %(member)s" if member_id is not None else ""), given)


def look_again(*, since: datetime.datetime) -> int:
    """``fall_behind`` for all threads that were written in ``since``: for somebody who read to the end in the very moment in
    which a post came and was told to the others. Returns how many there were."""
    return _fall("t.last_post_at > %(since)s", {"since": since})


def _fall(which: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"{_FALL} AND {which}", given)
        return cursor.rowcount
