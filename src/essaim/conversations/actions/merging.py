"""Two threads become one, or one becomes two: posts go with everything that hangs on them, and both ends say so."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from essaim.conversations import indexing
from essaim.conversations.models import Kind, Level, ModerationAct, Post, Thread, ThreadLink, Why
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .moderation import authors_in, hold_run, note, said
from .threads import clean_title
from .unread import fall_behind

_MERGEABLE = (Kind.DISCUSSION, Kind.QUESTION, Kind.TESTIMONY)

_SAME = """
WITH came AS (
    INSERT INTO conversations_samequestion (thread_id, member_id)
    SELECT %(target)s, asking.id FROM (
        SELECT member_id AS id FROM conversations_samequestion WHERE thread_id = %(source)s UNION SELECT %(asker)s::bigint
    ) asking WHERE asking.id IS NOT NULL AND asking.id IS DISTINCT FROM %(author)s::bigint
    ON CONFLICT DO NOTHING RETURNING 1
), gone AS (DELETE FROM conversations_samequestion WHERE thread_id = %(source)s)
SELECT count(*) FROM came
"""
# Who followed or read what goes follows what it goes into; what came is unread.
_FOLLOW = """
WITH gone AS (DELETE FROM conversations_reading WHERE thread_id = %(source)s RETURNING member_id, level, why, opened_at)
INSERT INTO conversations_reading AS r (member_id, thread_id, read_number, level, why, opened_at)
SELECT member_id, %(target)s, 0, level, why, opened_at FROM gone WHERE level > 0
ON CONFLICT (thread_id, member_id) DO UPDATE SET level = excluded.level, why = excluded.why
WHERE r.why <> 'chosen' AND r.level < excluded.level
"""
# What was read of a thread stays read when posts before it go.
_GO = """
UPDATE conversations_reading r SET read_number = r.read_number - (
    SELECT count(*) FROM conversations_post p WHERE p.id = ANY (%(posts)s) AND p.number <= r.read_number)
WHERE r.thread_id = %(thread)s
"""
# Who followed what is split follows both parts, and has read of the new one what they had read; silence holds in both. Only who opens
# it, or chose it, is told of everything.
_FOLLOW_PART = f"""
INSERT INTO conversations_reading (member_id, thread_id, read_number, level, why, opened_at)
SELECT r.member_id, %(target)s, (SELECT count(*) FROM conversations_post p WHERE p.id = ANY (%(posts)s) AND p.number <= r.read_number),
    CASE WHEN r.why = 'chosen' THEN r.level ELSE LEAST(r.level, {Level.FOLLOWED:d}) END,
    CASE WHEN r.why = 'chosen' THEN r.why ELSE '' END, r.opened_at
FROM conversations_reading r WHERE r.thread_id = %(source)s AND r.level > 0
"""
# Who wrote what went follows it, and who wrote the first of it opened it, as if it had been written there.
_WROTE_PART = f"""
INSERT INTO conversations_reading AS r (member_id, thread_id, read_number, level, why, opened_at)
SELECT p.author_id, %(target)s, 0, CASE WHEN p.author_id = %(author)s THEN {Level.WATCHED:d} ELSE {Level.FOLLOWED:d} END,
    CASE WHEN p.author_id = %(author)s THEN '{Why.OPENED}' ELSE '{Why.REPLIED}' END, %(now)s
FROM conversations_post p WHERE p.id = ANY (%(posts)s) AND p.author_id IS NOT NULL GROUP BY p.author_id
ON CONFLICT (thread_id, member_id) DO UPDATE SET level = excluded.level, why = excluded.why
WHERE r.why <> 'chosen' AND r.level <= excluded.level
"""
_READ = """
UPDATE conversations_reading SET read_number = LEAST(read_number, %(last)s),
    unread_since = CASE WHEN read_number < %(last)s THEN unread_since END
WHERE id IN (SELECT id FROM conversations_reading WHERE thread_id = %(thread)s ORDER BY member_id FOR NO KEY UPDATE)
"""
_COUNT = """
SELECT count(*) FILTER (WHERE deleted_at IS NULL),
       count(*) FILTER (WHERE deleted_at IS NULL AND author_id IS DISTINCT FROM %(author)s::bigint),
       coalesce(max(number), 0), max(created_at)
FROM conversations_post WHERE thread_id = %(thread)s
"""
# In two steps: numbers are unique at every moment.
_FAR = 1_000_000_000
_RENUMBER = """
UPDATE conversations_post p SET number = placed.n FROM (
    SELECT id, row_number() OVER (ORDER BY number) AS n FROM conversations_post WHERE thread_id = %(thread)s
) placed WHERE placed.id = p.id
"""
# An answer to what is now in another thread stands by itself.
_ALONE = """
UPDATE conversations_post p SET parent_id = NULL FROM conversations_post q
WHERE q.id = p.parent_id AND q.thread_id <> p.thread_id AND p.thread_id = ANY (%(threads)s)
"""


@transaction.atomic
def merge_threads(*, actor: Member, thread_id: int, into_id: int, reason: str = "") -> Thread:
    """Puts all of a thread behind the posts of another; its address leads there. Returns the other.

    Raises Refused, and Thread.DoesNotExist for what the actor does not facilitate.
    """
    if thread_id == into_id:
        raise Refused(_("C'est le même fil. Donnez l'adresse de l'autre."), code="same")
    held = Thread.objects.run_by(actor).select_for_update(of=("self",)).filter(pk__in=[thread_id, into_id]).order_by("pk")
    both = {thread.pk: thread for thread in held}
    if thread_id not in both:
        raise Thread.DoesNotExist
    if into_id not in both:
        raise Refused(_("Il n'y a pas de fil à cette adresse, ou il n'est pas de ceux que vous animez."), code="no-target")
    source, target = both[thread_id], both[into_id]
    _refuse_merge(source, target)
    first, authors = Post.objects.filter(thread=source).order_by("number").first(), authors_in(source)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE conversations_post SET thread_id = %s, number = number + %s WHERE thread_id = %s",
            [target.pk, target.last_number, source.pk],
        )
        cursor.execute(_FOLLOW, {"source": source.pk, "target": target.pk})
        if source.is_question:
            asker = {"source": source.pk, "target": target.pk, "asker": source.author_id, "author": target.author_id}
            cursor.execute(_SAME, asker)
            target.same_count += cursor.fetchone()[0] if target.is_question else 0
    if target.is_question and target.accepted_post_id is None:
        target.accepted_post_id = source.accepted_post_id
    source.accepted_post, source.same_count = None, 0
    _link(ThreadLink.Kind.MERGED, source, target, first)
    # What was merged into it before leads to where it is now.
    ThreadLink.objects.filter(kind=ThreadLink.Kind.MERGED, target=source).update(target=target)
    for thread in (source, target):
        _recount(thread)
    indexing.refresh([source.pk, target.pk])
    why = said(reason, needed=False)
    note(actor, ModerationAct.Kind.MERGE, source, member=source.author, post=first, reason=why, authors=authors)
    return target


def _refuse_merge(source: Thread, target: Thread) -> None:
    if not source.title or "introduction" in (source.anchor_type, target.anchor_type) or source.kind not in _MERGEABLE:
        raise Refused(
            _(
                "On réunit des questions, des discussions et des témoignages ; ni une présentation, ni la discussion d'une page."
            ),
            code="kind",
        )
    if source.shown_to is not None or target.shown_to is not None or not source.last_number or not target.last_number:
        raise Refused(_("L'un des deux fils est masqué, ou déjà réuni à un autre."), code="gone")
    if Post.objects.filter(thread=source, joint=True).exists():
        raise Refused(_("Ces mots ont plusieurs auteurs, qui peuvent les retirer : leur fil reste à part."), code="joint")
    if sorted(source.restricted_to) != sorted(target.restricted_to):
        raise Refused(
            _("Les deux fils ne sont pas pour les mêmes personnes : réunis, des messages seraient lus par d'autres."),
            code="audiences",
        )


@transaction.atomic
def split_thread(
    *, actor: Member, thread_id: int, posts: Collection[int], title: str, kind: str, language: str, reason: str = ""
) -> Thread:
    """Makes a new thread out of some posts of another, by the author of the first of them; a closed one stays closed. Returns it."""
    source = hold_run(actor, thread_id)
    if kind not in (Kind.QUESTION, Kind.DISCUSSION, Kind.TESTIMONY):
        raise Refused(_("Dites si c'est une question, une discussion ou un témoignage."), code="kind")
    chosen = source.posts.select_for_update(of=("self",)).filter(pk__in=list(posts)[:1000], number__gt=source.opening_number)
    going = list(chosen.select_related("author").order_by("number"))
    if not going or source.anchor_type == "introduction" or source.shown_to is not None:
        raise Refused(_("Choisissez les messages qui partent dans le nouveau fil."), code="posts")
    first = going[0]
    if first.deleted_at:
        raise Refused(_("Le premier des messages choisis n'est plus visible. Choisissez-en un autre."), code="gone")
    target = Thread.objects.create(
        kind=kind, title=clean_title(title, language), language=source.language, theme_id=source.theme_id, author=first.author,
        anchor_type=source.anchor_type, anchor_id=source.anchor_id, anchor_part=source.anchor_part,
        restricted_to=source.restricted_to, locked_at=source.locked_at, created_at=first.created_at, last_post_at=first.created_at,
    )  # fmt: skip
    ids = [post.pk for post in going]
    _bring_readers(source, target, ids)
    Post.objects.filter(pk__in=ids).update(thread=target)
    if source.accepted_post_id in ids:
        kept = source.accepted_post_id if kind == Kind.QUESTION and source.accepted_post_id != first.pk else None
        target.accepted_post_id, source.accepted_post = kept, None
    with connection.cursor() as cursor:
        for thread in (source, target):
            cursor.execute(f"UPDATE conversations_post SET number = number + {_FAR} WHERE thread_id = %s", [thread.pk])
            cursor.execute(_RENUMBER, {"thread": thread.pk})
        cursor.execute(_ALONE, {"threads": [source.pk, target.pk]})
    _link(ThreadLink.Kind.SPLIT, source, target, first)
    for thread in (source, target):
        _recount(thread)
    indexing.refresh([source.pk, target.pk])
    why = said(reason, needed=False)
    note(actor, ModerationAct.Kind.SPLIT, target, member=first.author, post=first, reason=why, authors=authors_in(target))
    return target


def _bring_readers(source: Thread, target: Thread, posts: Collection[int]) -> None:
    """What members read and follow when these posts go from one thread to another, before they do."""
    part: dict[str, Any] = {
        "posts": list(posts), "source": source.pk, "target": target.pk, "author": target.author_id, "now": clock.now(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW_PART, part)
        cursor.execute(_WROTE_PART, part)
        cursor.execute(_GO, {"posts": list(posts), "thread": source.pk})


def _link(kind: ThreadLink.Kind, source: Thread, target: Thread, post: Post | None) -> None:
    ThreadLink.objects.create(kind=kind, source=source, target=target, post=post, created_at=clock.now())
    source.is_linked = target.is_linked = True


def _recount(thread: Thread) -> None:
    """Brings what a thread keeps of its posts up to date, and saves it."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"thread": thread.pk, "author": thread.author_id})
        thread.posts_count, thread.answers_count, thread.last_number, last = cursor.fetchone()
        cursor.execute(_READ, {"thread": thread.pk, "last": thread.last_number})
    thread.last_post_at = last or thread.last_post_at
    thread.save(
        update_fields=[
            "posts_count", "answers_count", "last_number", "last_post_at", "accepted_post", "same_count", "is_linked",
        ]
    )  # fmt: skip
    fall_behind(thread_ids=[thread.pk])
