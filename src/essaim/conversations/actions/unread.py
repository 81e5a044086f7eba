"""Who has something unread in what they follow: kept beside how far they have read, so that no list has to look it up."""

from collections.abc import Collection
from typing import Any

from django.db import connection

from essaim.conversations.models import Level

# Held in the order of members, as everything that writes several of a thread holds them.
_FALL = f"""
WITH behind AS (
    SELECT r.id, t.last_post_at FROM conversations_reading r JOIN conversations_thread t ON t.id = r.thread_id
    WHERE r.level >= {Level.FOLLOWED:d} AND r.unread_since IS NULL AND r.read_number < t.last_number {{which}}
    ORDER BY r.thread_id, r.member_id FOR NO KEY UPDATE OF r
)
UPDATE conversations_reading r SET unread_since = behind.last_post_at FROM behind WHERE r.id = behind.id
"""


def fall_behind(*, thread_ids: Collection[int], member_id: int | None = None) -> int:
    """Whoever follows these threads, or this member alone, has something unread in them where posts came behind what they read.

    Returns how many did not know yet: who has is left alone, so that of many posts in a row only the first costs something.
    """
    given: dict[str, Any] = {"threads": list(thread_ids), "member": member_id}
    return _fall("AND t.id = ANY (%(threads)s)" + (" AND r.member_id = %(member)s" if member_id is not None else ""), given)


def look_again() -> int:
    """``fall_behind`` for all threads: for somebody who read to the end in the very moment in which a post came and was told to the
    others, and for what an older version wrote beside this one during an upgrade. Returns how many there were."""
    return _fall("", {})


def _fall(which: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_FALL.format(which=which), given)
        return cursor.rowcount
