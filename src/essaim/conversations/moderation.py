"""Reads for those who facilitate: what was reported, who waits for an answer, what was done; and to each member what concerns them."""

import dataclasses
import datetime
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from essaim.kernel import clock
from essaim.people.models import Member

from .around import FIRST
from .models import ModerationAct, Post, Report, Thread, ThreadLink

# Questions and first posts are anybody's to answer for a day, then a facilitator's to see to.
PATIENCE = datetime.timedelta(hours=24)
_RECENT = datetime.timedelta(days=30)

# Whatever somebody else writes behind a first post counts as an answer to it: most people answer without saying to what.
_WAITING = f"""
SELECT * FROM (
  SELECT 'question' AS what, t.id, p.id AS post, t.title, t.language, t.created_at AS at, m.first_name || ' ' || m.last_name AS name, t.theme_id
  FROM conversations_thread t JOIN conversations_post p ON p.thread_id = t.id AND p.number = 1
  LEFT JOIN people_member m ON m.id = t.author_id
  WHERE t.kind = 'question' AND t.answers_count = 0 AND t.accepted_post_id IS NULL AND t.posts_count > 0
    AND t.created_at < %(before)s AND t.id = ANY (%(threads)s)
  UNION ALL
  SELECT 'first', t.id, p.id, t.title, t.language, p.created_at, m.first_name || ' ' || m.last_name, t.theme_id
  FROM conversations_post p JOIN conversations_thread t ON t.id = p.thread_id JOIN people_member m ON m.id = p.author_id
  WHERE p.created_at < %(before)s AND p.created_at > %(since)s AND p.deleted_at IS NULL AND m.is_active
    AND t.id = ANY (%(threads)s)
    AND NOT (t.kind = 'question' AND p.number = 1)
    AND {FIRST}
    AND NOT EXISTS (
      SELECT FROM conversations_post a WHERE a.thread_id = p.thread_id AND a.number > p.number AND a.deleted_at IS NULL
        AND a.author_id IS DISTINCT FROM p.author_id)
) waiting ORDER BY at, post LIMIT %(limit)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for an answer: ``what`` is ``question``, or ``first`` for the first post that somebody wrote for others to read."""

    what: str
    thread: int
    post: int
    title: str
    language: str
    at: datetime.datetime
    name: str | None

    @property
    def url(self) -> str:
        return f"/conversations/posts/{self.post}/"


@dataclasses.dataclass(frozen=True, slots=True)
class Reported:
    """A post with the reports that wait."""

    post: Post
    reports: Sequence[Report]


def waiting_for_answer(member: Member, limit: int = 20) -> list[Waiting]:
    """Questions, and first posts of members, that nobody answered within a day; who has waited longest first.

    Those that ``member`` facilitates.
    """
    now = clock.now()
    lately = Thread.objects.run_by(member).filter(posts_count__gt=0, shown_to=None)
    statement, parameters = lately.order_by().values("pk").query.sql_with_params()
    given: dict[str, Any] = {"before": now - PATIENCE, "since": now - _RECENT, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        given["threads"] = [id for (id,) in cursor.fetchall()]
        cursor.execute(_WAITING, given)
        return [Waiting(*row[:7]) for row in cursor.fetchall()]


def posts_to_see_to(member: Member) -> QuerySet[Post]:
    """The posts that ``member`` facilitates; not what its author took away."""
    return Post.objects.run_by(member).filter(Q(deleted_at=None) | Q(hidden_at__isnull=False))


def reported_posts(member: Member, limit: int = 50) -> list[Reported]:
    """The posts whose reports wait, the oldest report first."""
    waiting = (
        Report.objects.filter(closed_at=None, post__in=posts_to_see_to(member))
        .select_related("post__thread", "post__author", "reporter")
        .order_by("created_at", "pk")[:500]
    )
    by_post: dict[int, list[Report]] = {}
    for report in waiting:
        by_post.setdefault(report.post_id, []).append(report)
    return [Reported(reports[0].post, reports) for reports in by_post.values()][:limit]


def acts_for(member: Member, limit: int = 50) -> QuerySet[ModerationAct]:
    """The latest acts on what ``member`` facilitates, and their own."""
    threads = Thread.objects.run_by(member).order_by().values("pk")
    return (
        ModerationAct.objects.filter(Q(thread__in=threads) | Q(actor=member))
        .select_related("actor", "member", "thread", "post")
        .prefetch_related("undone_by")
        .order_by("-at", "-pk")[:limit]
    )


def acts_about(member: Member, limit: int = 100) -> list[ModerationAct]:
    """What was done to the words of ``member``, for them alone, and to threads in which they had written. Who did it stays the
    team's; a reason is given to whom it was said."""
    wrote = Post.objects.filter(thread=OuterRef("thread"), author=member, created_at__lt=OuterRef("at"), deleted_at=None)
    hidden = Q(Exists(wrote), kind__in=[ModerationAct.Kind.HIDE_THREAD, ModerationAct.Kind.SHOW_THREAD])
    acts = (
        ModerationAct.objects.filter(Q(member=member) | hidden).select_related("thread", "post").prefetch_related("undone_by")
    )
    found = list(acts.order_by("-at", "-pk")[:limit])
    for act in found:
        if act.member_id != member.pk:
            act.reason = ""
    return found


def led_to(member: Member, thread_id: int) -> int | None:
    """The thread that another was merged into, None if it was not, or not into one for ``member``."""
    merged = ThreadLink.objects.filter(
        kind=ThreadLink.Kind.MERGED, source=thread_id, target__in=Thread.objects.visible_to(member)
    )
    return merged.values_list("target", flat=True).first()
