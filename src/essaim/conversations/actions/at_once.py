"""The reply as it nearly always is, in one statement."""

import uuid
from contextlib import nullcontext

from django.db import connection, transaction

from essaim.conversations.events import PostPublished
from essaim.conversations.models import Level, Post, Thread, Why
from essaim.conversations.text import Written
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.people.models import Member

from .writing import AFTERWARDS, COLUMNS, PACE, PARENT, PER_PACE

_RECORDED = journal.recording(
    subject="(SELECT post.id, thread.anchor_type, thread.anchor_id FROM post, thread)",
    more="jsonb_build_object('anchor_type', subject.anchor_type, 'anchor_id', subject.anchor_id)",
)
_APPEND = f"""
WITH thread AS (
    UPDATE conversations_thread t SET last_number = t.last_number + 1, posts_count = t.posts_count + 1,
        answers_count = t.answers_count + (t.author_id IS DISTINCT FROM %(author)s)::int,
        last_post_at = GREATEST(t.last_post_at, %(date)s)
    WHERE t.id = %(thread)s AND t.posts_count > 0 AND t.locked_at IS NULL
        AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
        AND NOT EXISTS (SELECT FROM conversations_post p WHERE p.key = %(key)s)
        AND (SELECT count(*) FROM conversations_post p WHERE p.author_id = %(author)s AND p.created_at > %(since)s) < %(most)s
    RETURNING {", ".join(f't."{column}"' for column in COLUMNS)}
), post AS (
    INSERT INTO conversations_post (thread_id, author_id, number, source, html, language, key, created_at, parent_id)
    SELECT thread.id, %(author)s, thread.last_number, %(source)s, %(html)s, %(language)s, %(key)s, %(date)s, {PARENT}
    FROM thread
    RETURNING id, parent_id, number
), {AFTERWARDS}, {_RECORDED}
SELECT post.id, post.parent_id, thread.* FROM thread, post, recorded
"""


def append(
    *, actor: Member, thread_id: int, key: uuid.UUID, written: Written, language: str, parent_id: int | None, draft: str
) -> Post | None:
    """Adds a text that names nobody to a thread, with its event and its job: one statement, which is its own transaction,
    for those of ``hold_thread``, ``add_post`` and ``journal.record`` and what begins and ends theirs.

    None, with nothing done, where anything speaks against it: whoever holds the thread and looks closer says what.

    Raises IntegrityError where the same ``key`` comes twice at once.
    """
    now = clock.now()
    event = PostPublished(actor_id=actor.pk, subject_id=0, thread_id=thread_id)
    # In the transaction of somebody else, what fails here must not end theirs.
    with transaction.atomic() if connection.in_atomic_block else nullcontext(), connection.cursor() as cursor:
        cursor.execute(
            _APPEND,
            {
                "thread": thread_id, "author": actor.pk, "audiences": list(actor.audience_ids), "parent": parent_id, "key": key,
                "source": written.source, "html": written.html, "language": language, "date": now, "since": now - PACE,
                "most": PER_PACE, "draft": draft, "level": Level.FOLLOWED, "why": Why.REPLIED,
                **journal.recorded_with(event),
            },
        )  # fmt: skip
        row = cursor.fetchone()
    if row is None:
        return None
    id, parent, *columns = row
    thread = Thread.from_db("default", COLUMNS, columns)
    post = Post(
        pk=id, thread=thread, author=actor, parent_id=parent, number=thread.last_number, source=written.source, html=written.html,
        language=language, key=key, created_at=now,
    )  # fmt: skip
    post._state.adding, post._state.db = False, "default"
    return post
