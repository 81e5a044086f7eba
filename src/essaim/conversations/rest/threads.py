"""Threads in the API."""

import datetime
from typing import Any, Literal

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.conversations import queries
from essaim.conversations.actions.backdated import bring_thread
from essaim.conversations.actions.threads import start_thread
from essaim.conversations.models import Post
from essaim.conversations.moderation import led_to
from essaim.conversations.rows import ThreadRow
from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.kernel.rest import After, Id, Limit, Page, Router, Words, page, place, write_key
from essaim.people.access import MemberRequest

from .kinds import OneThread, kind_of, shape_one
from .shapes import ThreadIn, ThreadOut, about_of, enclosed_of, shape_thread, source_of, theme_of

router = Router()


@router.get(
    "/threads",
    response=Page[ThreadOut],
    url_name="threads",
    tags=["threads"],
    summary=_("Les fils, le plus récent d'abord"),
)
def threads(
    request: MemberRequest, theme: Words = "", show: Literal["", "unanswered", "unread", "mine"] = "",
    kind: Literal["", "discussion", "question", "testimony", "finding", "poll"] = "", about: Words = "", after: After = "",
    limit: Limit = 20,
) -> Page[ThreadOut]:  # fmt: skip
    """By the time of their last post. ``show``: questions without an answer, what is unread of what one follows, or the threads that one wrote in."""
    before = place(after, datetime.datetime, int)
    found = queries.list_threads(
        request.user, theme=theme, show=show, kind=kind, anchor=about_of(about), before=before, limit=limit + 1  # type: ignore[arg-type]
    )  # fmt: skip
    return page(request, found, limit, lambda row: (row.last_post_at, row.id), shape_thread)


@router.post("/threads", response={201: OneThread}, url_name="threads", tags=["threads"], summary=_("Ouvrir un fil"))
def new_thread(request: MemberRequest, body: ThreadIn) -> OneThread:
    """Asks a question or opens a thread of another kind."""
    source = source_of(request, body)
    if source and body.attachments:
        raise Refused(gettext("Un message importé vient sans fichiers."), code="where")
    given: dict[str, Any] = {
        "actor": request.user, "key": write_key(request), "kind": body.kind, "title": body.title, "source": body.text,
        "language": reading(), "theme_id": theme_of(body.theme, request.user), "anchor": about_of(body.about), "restricted_to": body.audiences,
    }  # fmt: skip
    beside = kind_of(body)
    post = (
        bring_thread(author=source[0], date=source[1], found=beside["found"], **given)
        if source
        else _started(enclosed=enclosed_of(body.attachments), **given, **beside)
    )
    return shape_one(request, seen_thread(request, post.thread_id))


def _started(**given: Any) -> Post:
    return start_thread(**given).post


def seen_thread(request: MemberRequest, id: int) -> ThreadRow:
    """The thread; of one that was merged, the other one, as on pages and for whoever writes in it. Raises Http404."""
    found = queries.thread_for(request.user, id)
    if (found is None or not found.posts_count) and (target := led_to(request.user, id)):
        found = queries.thread_for(request.user, target)
    if found is None:
        raise Http404
    return found


@router.get("/threads/{id}", response=OneThread, url_name="thread", tags=["threads"], summary=_("Un fil"))
def thread(request: MemberRequest, id: Id) -> OneThread:
    return shape_one(request, seen_thread(request, id))
