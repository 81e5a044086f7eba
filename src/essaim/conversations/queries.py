"""Reads. The hot ones are fixed SQL into plain rows, and cost the same whatever the number of posts."""

import datetime
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from essaim.kernel import clock
from essaim.kernel.ids import read_id
from essaim.people.models import Member
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

from .models import Post, Thread
from .models.thread import may_see
from .reading import FOLLOWED, JOINS, LEVEL, MARK, MAYBE_UNREAD, RAIL, STANDS, UNREAD, Rail, read_rail
from .rows import PAGE, PostRow, ThreadRow, labels

_THREADS = f"""
SELECT t.id, t.kind, t.title, t.language, t.author_id, th.slug,
       CASE WHEN %(language)s = 'en' AND th.name_en <> '' THEN th.name_en ELSE replace(th.name, '''', '’') END,
       t.anchor_type, t.anchor_id, t.is_main, t.restricted_to,
       CASE WHEN t.restricted_to = '{{}}' THEN '{{}}' ELSE ARRAY(
         SELECT CASE WHEN %(language)s = 'en' AND a.name_en <> '' THEN a.name_en ELSE replace(a.name, '''', '’') END
         FROM people_audience a WHERE a.id = ANY (t.restricted_to) ORDER BY a.name) END,
       t.posts_count, t.answers_count, t.last_number, t.last_post_at, t.created_at, accepted.number,
       r.read_number, {LEVEL}, COALESCE(r.why, ''),
       t.anchor_part, t.same_count, t.is_linked, t.locked_at IS NOT NULL, t.shown_to IS NOT NULL, {{anchor}}
FROM conversations_thread t
LEFT JOIN organisation_theme th ON th.id = t.theme_id
  AND (th.restricted_to = '{{}}' OR th.restricted_to && %(audiences)s::bigint[])
LEFT JOIN conversations_post accepted ON accepted.id = t.accepted_post_id
{JOINS}
WHERE (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
  AND {STANDS}
"""

_POSTS = """
SELECT p.id, p.number, CASE WHEN p.deleted_at IS NULL THEN p.html ELSE '' END, p.language,
       p.created_at, p.edited_at, p.deleted_at IS NOT NULL,
       p.author_id, m.first_name || ' ' || m.last_name,
       CASE WHEN m.job_title <> '' THEN m.job_title
            WHEN %(language)s = 'en' AND j.name_en <> '' THEN j.name_en ELSE replace(j.name, '''', '’') END,
       s.name, p.parent_id, q.number, qm.first_name || ' ' || qm.last_name, p.mail_files, p.hidden_at IS NOT NULL,
       p.joint, p.files::text, p.reactions::text,
       CASE WHEN p.reactions = '{}' THEN '{}' ELSE
            ARRAY(SELECT r.meaning FROM conversations_reaction r WHERE r.post_id = p.id AND r.member_id = %(me)s) END
FROM conversations_post p
LEFT JOIN people_member m ON m.id = p.author_id
LEFT JOIN organisation_jobfamily j ON j.id = m.job_family_id
LEFT JOIN organisation_site s ON s.id = m.site_id
LEFT JOIN conversations_post q ON q.id = p.parent_id
LEFT JOIN people_member qm ON qm.id = q.author_id
WHERE p.thread_id = %(thread)s AND p.number = ANY (%(numbers)s::int[])
ORDER BY p.number
"""


def threads_where(
    member: Member, condition: str, *, limit: int | None = None, anchored: bool = True, **parameters: Any
) -> list[ThreadRow]:
    """The threads that ``member`` may see and for which ``condition`` (SQL that goes on after a WHERE) holds, ``limit`` at most,
    with what they are about unless they need not be ``anchored``."""
    with connection.cursor() as cursor:
        cursor.execute(_threads(condition, limit, _about() if anchored else "NULL"), _given(member) | parameters)
        return _rows(cursor.fetchall())


def _about() -> str:
    return anchors.expression("t.anchor_type", "t.anchor_id")


@lru_cache(maxsize=256)
def _threads(condition: str, limit: int | None, about: str) -> str:
    """Made once: a known statement is found by what it is, and not read through."""
    # Written out: where it is a parameter, PostgreSQL plans the statement anew each time.
    return _THREADS.replace("{anchor}", about) + condition + (f" LIMIT {limit:d}" if limit is not None else "")


def _given(member: Member) -> dict[str, Any]:
    return {"audiences": list(member.audience_ids), "me": member.pk} | anchors.parameters()


def _rows(found: Iterable[Sequence[Any]]) -> list[ThreadRow]:
    rows, words = [], labels()
    for *own, said in found:
        row = ThreadRow(*own)
        row.label = words[row.kind]
        row.anchor = anchors.read(row.anchor_type, row.anchor_id, said)
        rows.append(row)
    return rows


def posts_numbered(thread_id: int, numbers: Iterable[int], me: int = 0, read: int | None = None) -> list[PostRow]:
    """The posts of a thread with these numbers, in order.

    Parameters:
        me: the id of the reader, for what they said of them (``mine``).
        read: the number up to which the thread counts as read by them from now on; kept in the same statement.
    """
    given: dict[str, Any] = {"language": get_language(), "thread": thread_id, "numbers": sorted(set(numbers)), "me": me}
    if read is not None:
        given |= {"read": read, "now": clock.now()}
    with connection.cursor() as cursor:
        cursor.execute(_POSTS if read is None else MARK + _POSTS, given)
        return [PostRow(*row) for row in cursor.fetchall()]


def post_for(member: Member, post_id: int) -> tuple[int, PostRow] | None:
    """One post with the id of its thread, None if there is none or not for ``member``."""
    seen = Post.objects.filter(pk=post_id, thread__in=Thread.objects.visible_to(member)).values_list("thread", "number")
    found = seen.order_by().first()
    return (found[0], posts_numbered(found[0], [found[1]], member.pk)[0]) if found else None


def thread_for(member: Member, thread_id: int) -> ThreadRow | None:
    """One thread with its anchor, None if there is none or not for ``member``."""
    found = threads_where(member, "AND t.id = %(id)s", id=thread_id)
    return found[0] if found else None


_LAST = f"""
SELECT t.last_number FROM conversations_thread t
WHERE t.id = %(id)s AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[]) AND {STANDS}
"""


def last_number(member: Member, thread_id: int) -> int:
    """The number of the last post of a thread. Raises Thread.DoesNotExist where there is no such thread for ``member``."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, {"id": thread_id, "audiences": list(member.audience_ids), "me": member.pk})
        row = cursor.fetchone()
    if row is None:
        raise Thread.DoesNotExist
    return int(row[0])


def title_of_thread(thread_id: int) -> str:
    """The title of a thread that is open to everybody, "" for others and for those that have none."""
    open_ones = Thread.objects.filter(pk=thread_id, restricted_to=[], posts_count__gt=0)
    return open_ones.values_list("title", flat=True).first() or ""


def anchor_for(member: Member, kind: str, id: int) -> Anchor | None:
    """What can be talked about, None if there is no such thing or not for ``member``."""
    anchor = anchors.resolve(kind, [id]).get(id)
    return anchor if anchor and may_see(anchor.restricted_to, member.audience_ids) else None


def thread_about(member: Member, kind: str, id: int) -> ThreadRow | None:
    """The thread with a title that was opened first about an anchor, None if there is none for ``member``."""
    found = threads_where(
        member,
        "AND t.anchor_type = %(kind)s AND t.anchor_id = %(id)s AND NOT t.is_main ORDER BY t.id LIMIT 1",
        kind=kind,
        id=id,
        anchored=False,
    )
    return found[0] if found else None


def words_of_opening(member: Member, thread_id: int) -> str:
    """What somebody wrote when they opened a thread, as they wrote it; "" where it is not theirs, or gone."""
    first = Post.objects.filter(thread=thread_id, number=1, author=member, deleted_at=None)
    return first.values_list("source", flat=True).first() or ""


def opening_of(thread: ThreadRow) -> PostRow | None:
    """The post that opened a thread, for who may see it; None where it is gone."""
    found = posts_numbered(thread.id, [1])
    return found[0] if found and not found[0].deleted else None


def threads_about(member: Member, kind: str, id: int, most: int = 6) -> list[ThreadRow]:
    """The threads of an anchor: its main one first if there is one, then the latest."""
    return threads_where(
        member,
        "AND t.anchor_type = %(kind)s AND t.anchor_id = %(id)s "
        "ORDER BY t.is_main DESC, t.last_post_at DESC, t.id",
        limit=most, anchored=False, kind=kind, id=id,
    )  # fmt: skip


def list_threads(
    member: Member, *, theme: str = "", show: str = "", kind: str = "", anchor: tuple[str, int] | None = None,
    before: tuple[datetime.datetime, int] | None = None, limit: int = PAGE,
) -> list[ThreadRow]:  # fmt: skip
    """The latest threads.

    Parameters:
        theme: the slug of a theme, "" for all.
        kind: one of Kind, "" for all.
        show: ``unanswered``, ``unread`` (I follow them), ``mine`` (I wrote in them), or "" for all.
        anchor: the kind and id of what they are about, None for all.
        before: the last activity and the id behind which to go on.
    """
    condition, given = _listed(theme=theme, show=show, kind=kind, anchor=anchor, before=before)
    return threads_where(member, condition, limit=limit, **given)


# The list, and in each of its rows what stands beside it: a hundred bytes a theme, which cost less than telling the first row from
# the others. One row where the list is empty.
_LISTING = """
WITH followed AS ({followed}), {rail}
SELECT (SELECT rail FROM beside), listed.* FROM (SELECT) one LEFT JOIN ({threads}) listed ON true
"""


def listing(
    member: Member, *, theme: str = "", show: str = "", kind: str = "", before: tuple[datetime.datetime, int] | None = None,
    limit: int = PAGE,
) -> tuple[list[ThreadRow], Rail]:  # fmt: skip
    """``list_threads`` and ``rail`` in one statement."""
    # What is unread is known by then; no more of it is looked at than a page shows.
    some = "" if theme or kind or before else f" ORDER BY last_post_at DESC, id DESC LIMIT {limit:d}"
    condition, given = _listed(theme=theme, show=show, kind=kind, before=before, fresh=f"SELECT id FROM fresh{some}")
    with connection.cursor() as cursor:
        cursor.execute(_with_rail(condition, limit, _about()), _given(member) | given)
        rows = cursor.fetchall()
    found = _rows(row[1:] for row in rows if row[1] is not None)
    found.sort(key=lambda row: (row.last_post_at, row.id), reverse=True)
    return found, read_rail(rows[0][0])


@lru_cache(maxsize=64)
def _with_rail(condition: str, limit: int, about: str) -> str:
    return _LISTING.format(followed=FOLLOWED, rail=RAIL, threads=_threads(condition, limit, about))


def _listed(
    *, theme: str, show: str, kind: str, anchor: tuple[str, int] | None = None, before: tuple[datetime.datetime, int] | None,
    fresh: str = "",
) -> tuple[str, dict[str, Any]]:  # fmt: skip
    """What follows the WHERE of a list, and its parameters.

    Parameters:
        fresh: SQL for the ids of what is unread, where the statement has them already.
    """
    condition = "AND t.posts_count > 0 "
    if theme:
        # By its id: the list is walked along the index of the theme, and not along that of all threads.
        condition += "AND th.id IS NOT NULL AND t.theme_id = (SELECT id FROM organisation_theme WHERE slug = %(theme)s) "
    if show == "unanswered":
        condition += "AND t.kind = 'question' AND t.answers_count = 0 AND t.accepted_post_id IS NULL "
    elif show == "unread":
        condition += f"AND {f't.id = ANY (ARRAY({fresh}))' if fresh else MAYBE_UNREAD} AND {UNREAD} "
    elif show == "mine":
        condition += "AND t.id IN (SELECT thread_id FROM conversations_post WHERE author_id = %(me)s AND deleted_at IS NULL) "
    if kind:
        condition += "AND t.kind = %(of_kind)s "
    if anchor:
        condition += "AND t.anchor_type = %(anchor_type)s AND t.anchor_id = %(about)s "
    if before:
        condition += "AND (t.last_post_at, t.id) < (%(at)s, %(id)s) "
    anchor_type, about = anchor or ("", None)
    at, id = before or (None, None)
    given = {"theme": theme, "of_kind": kind, "anchor_type": anchor_type, "about": about, "at": at, "id": id}
    return condition + "ORDER BY t.last_post_at DESC, t.id DESC", given


def threads_of_team(member: Member, team_id: int, most: int = 5) -> list[ThreadRow]:
    """The latest threads that the members of a team began and ``member`` may see."""
    return threads_where(
        member,
        "AND t.posts_count > 0 AND t.title <> '' AND t.anchor_type <> 'introduction' "
        "AND NOT (0 > ANY (t.restricted_to)) "
        "AND t.author_id IN (SELECT id FROM people_member WHERE team_id = %(team)s AND is_active) "
        "ORDER BY t.last_post_at DESC, t.id DESC",
        limit=most, anchored=False, team=team_id,
    )  # fmt: skip


def answered(thread_id: int, shown: Sequence[PostRow], post_id: Any) -> PostRow | None:
    """The post that somebody is answering: one of those shown, else looked up."""
    id = read_id(str(post_id or ""))
    if id is None:
        return None
    for row in shown:
        if row.id == id:
            return row if not row.deleted else None
    number = Post.objects.filter(thread=thread_id, pk=id, deleted_at=None).values_list("number", flat=True).first()
    return posts_numbered(thread_id, [number])[0] if number else None
