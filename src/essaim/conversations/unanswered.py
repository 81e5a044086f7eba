"""Questions that wait for an answer, for whoever sees to them."""

import dataclasses
import datetime

from essaim.people.models import Member
from essaim.ui.anchors import Anchor

from .models import Thread
from .queries import threads_where


@dataclasses.dataclass(frozen=True)
class UnansweredQuestion:
    id: int
    title: str
    url: str
    theme: str
    asked_at: datetime.datetime
    anchor: Anchor | None


def unanswered_questions(member: Member, limit: int = 20) -> list[UnansweredQuestion]:
    """Questions without an answer that ``member`` may see, the oldest first: they have waited longest."""
    found = threads_where(
        member,
        "AND t.kind = 'question' AND t.answers_count = 0 AND t.accepted_post_id IS NULL AND t.posts_count > 0 "
        "ORDER BY t.created_at, t.id",
        limit=limit,
    )
    return [
        UnansweredQuestion(row.id, row.title, f"/conversations/threads/{row.id}/", row.theme or "", row.created_at, row.anchor)
        for row in found
    ]


def unanswered_count(member: Member) -> int:
    return Thread.objects.visible_to(member).unanswered().count()
