"""How far members have read: those who wrote in a thread follow it, and one thread has a crowd that wants every post of it."""

from django.db import connection

CROWD = 5000
# As conversations keeps them: following a thread, and wanting every post of it.
_FOLLOWED, _WATCHED = 2, 3
_WRITERS = """
INSERT INTO conversations_reading (member_id, thread_id, read_number, level, why, opened_at, unread_since)
SELECT p.author_id, p.thread_id,
    -- One in four has not come back since their own last post.
    CASE WHEN (p.author_id + p.thread_id) %% 4 = 0 THEN max(p.number) ELSE t.last_number END,
    %(level)s, %(why)s, max(p.created_at),
    CASE WHEN (p.author_id + p.thread_id) %% 4 = 0 AND max(p.number) < t.last_number THEN t.last_post_at END
FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id
WHERE p.author_id IS NOT NULL
GROUP BY p.author_id, p.thread_id, t.last_number, t.last_post_at
"""
_WATCHERS = """
INSERT INTO conversations_reading (member_id, thread_id, read_number, level, why, opened_at)
SELECT m.id, t.id, t.last_number, %(level)s, %(why)s, t.last_post_at
FROM (SELECT * FROM conversations_thread WHERE restricted_to = '{}' ORDER BY posts_count DESC, id OFFSET 1 LIMIT 1) t,
    (SELECT id FROM people_member WHERE is_active ORDER BY id DESC LIMIT %(crowd)s) m
ON CONFLICT (thread_id, member_id) DO UPDATE SET level = excluded.level, why = excluded.why
"""


def make(members: int) -> int:
    """A row for each member and thread they wrote in; a tenth of the ``members``, at most CROWD, watch the second longest one.

    Returns how many rows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_WRITERS, {"level": _FOLLOWED, "why": "replied"})
        written = int(cursor.rowcount)
        given: dict[str, int | str] = {
            "level": _WATCHED, "why": "chosen", "crowd": min(members // 10, CROWD),
        }  # fmt: skip
        cursor.execute(_WATCHERS, given)
        return written + int(cursor.rowcount)
