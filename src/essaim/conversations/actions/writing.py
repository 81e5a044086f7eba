"""What every act of writing shares: the form's key, the pace, and the counts kept on the thread."""

import dataclasses
import datetime
import math
import uuid
from collections.abc import Sequence

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from essaim.conversations.models import Level, Post, Thread, Why
from essaim.conversations.moderation import led_to
from essaim.conversations.reading import STANDS
from essaim.conversations.text import Written
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .attachments import Chosen, carry, hold

PACE = datetime.timedelta(minutes=10)
PER_PACE = 30


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What was written, and what its author should be told.

    Parameters:
        blind: names of colleagues named in it who may not see it, and were not notified.
        unclear: what was typed behind an @ and fits several people.
    """

    post: Post
    blind: Sequence[str] = ()
    unclear: Sequence[str] = ()


@dataclasses.dataclass(frozen=True)
class Enclosed:
    """What comes with a text: the files that its post carries, and the place of the draft that ends with it ("" for none)."""

    files: Sequence[Chosen] = ()
    draft: str = ""


NOTHING = Enclosed()


def already_written(*, actor: Member, key: uuid.UUID) -> Post | None:
    """The post that this form wrote before, if any. Raises Refused when the actor writes faster than a person does."""
    recent = (
        Post.objects.filter(Q(key=key) | Q(author=actor, created_at__gt=clock.now() - PACE))
        .order_by("-created_at")
        .values_list("pk", "key", "author_id")
    )
    rows = list(recent)
    for pk, known, author_id in rows:
        if known == key:
            return _own(pk, author_id, actor)
    _refuse_haste(actor, len(rows))
    return None


def _own(post_id: int, author_id: int | None, actor: Member) -> Post:
    if author_id != actor.pk:
        raise Post.DoesNotExist
    return Post.objects.select_related("thread").get(pk=post_id)


def _refuse_haste(actor: Member, recent: int) -> None:
    if recent >= PER_PACE:
        # Once the oldest of these has left the ten minutes, there is room for another one.
        latest = Post.objects.filter(author=actor).order_by("-created_at").values_list("created_at", flat=True)
        oldest = latest[PER_PACE - 1 : PER_PACE].first()
        raise Refused(
            _("Vous avez publié %(n)d messages en dix minutes. Rien n'est perdu : renvoyez ce texte dans quelques minutes.")
            % {"n": recent},
            code="too-fast",
            wait=seconds_left(oldest, PACE) if oldest else None,
        )


def seconds_left(since: datetime.datetime, span: datetime.timedelta) -> int:
    """How long until ``span`` has passed since a moment, in whole seconds, one at least."""
    return max(1, math.ceil((since + span - clock.now()).total_seconds()))


COLUMNS = [field.attname for field in Thread._meta.concrete_fields]
# ``already_written`` and the thread, locked, in one statement.
_HOLD = f"""
SELECT {", ".join(f't."{column}"' for column in COLUMNS)}, before.id, before.author_id,
    (SELECT count(*) FROM conversations_post p WHERE p.author_id = %(me)s AND p.created_at > %(since)s)
FROM conversations_thread t LEFT JOIN conversations_post before ON before.key = %(key)s
WHERE t.id = %(thread)s AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
    AND {STANDS} AND (t.posts_count > 0 OR NOT EXISTS (
        SELECT FROM conversations_threadlink l WHERE l.source_id = t.id AND l.kind = 'merged'))
FOR UPDATE OF t
"""


def hold_thread(thread_id: int, *, actor: Member, key: uuid.UUID) -> Thread | Post:
    """The thread to write in, locked; or the post that this form wrote before. A merged thread leads to where it went.

    Raises Refused as ``already_written``, and Thread.DoesNotExist where there is no such thread for the actor.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _HOLD,
            {
                "me": actor.pk, "audiences": list(actor.audience_ids), "thread": thread_id, "key": key,
                "since": clock.now() - PACE,
            },
        )  # fmt: skip
        row = cursor.fetchone()
    if row is None:
        # What was written once is found again, whoever may see its thread now.
        if before := already_written(actor=actor, key=key):
            return before
        if target := led_to(actor, thread_id):
            return hold_thread(target, actor=actor, key=key)
        raise Thread.DoesNotExist
    *columns, before_id, author_id, recent = row
    if before_id is not None:
        return _own(before_id, author_id, actor)
    _refuse_haste(actor, recent)
    return Thread.from_db("default", COLUMNS, columns)


# What a post brings about besides itself: its draft ends, its author follows the thread.
AFTERWARDS = """
published AS (
    DELETE FROM conversations_draft d USING post WHERE d.member_id = %(author)s AND d.place = %(draft)s
), followed AS (
    INSERT INTO conversations_reading AS r (member_id, thread_id, read_number, level, why, opened_at)
    SELECT %(author)s, %(thread)s, post.number, %(level)s, %(why)s, %(date)s FROM post
    ON CONFLICT (thread_id, member_id) DO UPDATE SET
        read_number = CASE WHEN r.read_number >= excluded.read_number - 1 THEN excluded.read_number ELSE r.read_number END,
        unread_since = CASE WHEN r.read_number < excluded.read_number - 1 THEN COALESCE(r.unread_since, excluded.opened_at) END,
        level = CASE WHEN r.why = 'chosen' THEN r.level ELSE GREATEST(r.level, excluded.level) END,
        why = CASE WHEN r.why = 'chosen' OR r.level >= excluded.level THEN r.why ELSE excluded.why END
)
"""
# A parent that was deleted meanwhile, or is of another thread, is none: what was written stands by itself. Locked, so that one is
# looked at as it is now, and not as it was when the statement began to wait for its thread.
PARENT = """
(SELECT p.id FROM conversations_post p
 WHERE p.id = %(parent)s AND p.thread_id = %(thread)s AND p.deleted_at IS NULL FOR SHARE)
"""

# The post, whom it names and what its thread keeps count of.
_ADD = f"""
WITH post AS (
    INSERT INTO conversations_post (thread_id, author_id, parent_id, number, source, html, language, key, created_at)
    VALUES (%(thread)s, %(author)s, {PARENT}, %(number)s, %(source)s, %(html)s, %(language)s, %(key)s, %(date)s)
    RETURNING id, parent_id, number
), named AS (
    INSERT INTO conversations_mention (post_id, member_id)
    SELECT post.id, member_id FROM post, unnest(%(mentioned)s::bigint[]) AS member_id
), counted AS (
    UPDATE conversations_thread SET last_number = %(number)s, posts_count = %(posts)s, answers_count = %(answers)s,
        last_post_at = %(last)s
    WHERE id = %(thread)s
), {AFTERWARDS}
SELECT id, parent_id FROM post
"""


def add_post(
    thread: Thread, *, author: Member, key: uuid.UUID, written: Written, language: str, parent_id: int | None = None,
    date: datetime.datetime | None = None, enclosed: Enclosed = NOTHING,
) -> Post:  # fmt: skip
    """Appends a post to a thread that the caller has locked or made, and keeps its counts. One statement, and two a file.

    Who opens a thread watches it, who replies follows it, unless they chose otherwise (models.Reading).

    Parameters:
        date: when it was written, where that is not now.
    """
    held = hold(actor=author, chosen=enclosed.files) if enclosed.files else []
    post = Post(
        thread=thread, author=author, number=thread.last_number + 1, source=written.source, html=written.html,
        language=language, key=key, created_at=date or clock.now(),
    )  # fmt: skip
    thread.last_number, thread.last_post_at = post.number, max(thread.last_post_at, post.created_at)
    count(thread, post, 1)
    level, why = (Level.WATCHED, Why.OPENED) if post.number == thread.opening_number else (Level.FOLLOWED, Why.REPLIED)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD,
            {
                "thread": thread.pk, "author": author.pk, "parent": parent_id, "number": post.number, "source": post.source,
                "html": post.html, "language": language, "key": key, "date": post.created_at, "mentioned": written.mentioned,
                "posts": thread.posts_count, "answers": thread.answers_count, "last": thread.last_post_at, "draft": enclosed.draft,
                "level": level, "why": why,
            },
        )  # fmt: skip
        post.pk, post.parent_id = cursor.fetchone()
    post._state.adding, post._state.db = False, "default"
    if held:
        carry(post, held)
        post.save(update_fields=["files"])
    return post


def count(thread: Thread, post: Post, by: int) -> None:
    """Changes the kept counts for one post that comes or goes."""
    thread.posts_count += by
    if post.author_id != thread.author_id:
        thread.answers_count += by
