"""Reports, and what those who facilitate do, in the API."""

import datetime
from collections.abc import Callable
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.conversations import moderation as reads
from essaim.conversations.actions import merging, reporting
from essaim.conversations.actions import moderation as acts
from essaim.conversations.models import ModerationAct, Reason, Report
from essaim.kernel.language import reading
from essaim.kernel.rest import Id, Limit, Page, Router, Text, Words
from essaim.people.access import MemberRequest

from .shapes import theme_of

router = Router()
# As ``models.Reason`` has them: a guard of the contract says where they part.
ReasonName = Literal["hurtful", "private", "false", "off-topic", "other"]


class ReportIn(Schema):
    reason: ReasonName
    text: Text = ""


class ReportOut(Schema):
    id: int
    post_id: int
    reason: ReasonName
    text: str
    created_at: datetime.datetime
    closed_at: datetime.datetime | None


class ReportedOut(ReportOut):
    reporter_id: int | None


class ActOut(Schema):
    """``actor_id`` is null where one reads what was done to one's own words: that is the team's."""

    id: int
    kind: str
    thread_id: int
    post_id: int | None
    member_id: int | None
    actor_id: int | None
    reason: str
    at: datetime.datetime
    undoes: int | None


class PostAct(Schema):
    """``dismiss`` closes the reports of the post, and nothing else."""

    act: Literal["hide", "show", "warn", "dismiss"]
    reason: Text = ""


class ThreadAct(Schema):
    """``theme`` is for ``move``, ``into`` (a thread) for ``merge``; ``posts``, ``title`` and ``kind`` are for ``split``."""

    act: Literal["hide", "show", "lock", "unlock", "move", "merge", "split"]
    reason: Text = ""
    theme: Words | None = None
    into: Id | None = None
    posts: list[Id] = []
    title: Text = ""
    kind: Literal["question", "discussion", "testimony"] = "question"


class Done(Schema):
    """``thread`` is where things stand now: another one after ``merge`` and ``split``."""

    thread: int


def _report(report: Report) -> dict[str, Any]:
    return {
        "id": report.pk, "post_id": report.post_id, "reason": Reason(report.reason).value, "text": report.text,
        "created_at": report.created_at, "closed_at": report.closed_at,
    }  # fmt: skip


@router.post(
    "/posts/{id}/reports",
    response={201: ReportOut},
    url_name="post-reports",
    tags=["moderation"],
    summary=_("Signaler un message"),
)
def new_report(request: MemberRequest, id: Id, body: ReportIn) -> ReportOut:
    """Asks the facilitators to look at a post of somebody else, who does not learn by whom."""
    return ReportOut(**_report(reporting.report_post(actor=request.user, post_id=id, reason=body.reason, text=body.text)))


@router.get(
    "/reports", response=Page[ReportedOut], url_name="reports", tags=["moderation"], summary=_("Les signalements qui attendent")
)
def reports(request: MemberRequest, limit: Limit = 20) -> Page[ReportedOut]:
    """Of what one facilitates, the oldest first; none for others."""
    found = [report for one in reads.reported_posts(request.user) for report in one.reports][:limit]
    return Page(items=[ReportedOut(**_report(report), reporter_id=report.reporter_id) for report in found], next=None)


@router.get(
    "/moderation-acts",
    response=Page[ActOut],
    url_name="moderation-acts",
    tags=["moderation"],
    summary=_("Ce que l'équipe a fait"),
)
def moderation_acts(request: MemberRequest, about: Literal["", "me"] = "", limit: Limit = 20) -> Page[ActOut]:
    """The latest acts on what one facilitates; with ``about=me`` those on one's own words."""
    found = reads.acts_about(request.user, limit) if about else reads.acts_for(request.user, limit)
    return Page(items=[_act(act, with_actor=not about) for act in found], next=None)


def _act(act: ModerationAct, *, with_actor: bool) -> ActOut:
    return ActOut(
        id=act.pk, kind=act.kind, thread_id=act.thread_id, post_id=act.post_id, member_id=act.member_id,
        actor_id=act.actor_id if with_actor else None, reason=act.reason, at=act.at, undoes=act.undoes_id,
    )  # fmt: skip


@router.post(
    "/posts/{id}/moderation",
    response={201: Done},
    url_name="moderate-post",
    tags=["moderation"],
    summary=_("Modérer un message"),
)
def act_on_post(request: MemberRequest, id: Id, body: PostAct) -> Done:
    """For those who facilitate the thread of the post. ``hide`` and ``warn`` want a reason, which its author reads."""
    if body.act == "dismiss":
        reporting.dismiss_reports(actor=request.user, post_id=id)
        return Done(thread=acts.hold_post(request.user, id)[0].pk)
    act = {"hide": acts.hide_post, "show": acts.show_post, "warn": acts.warn}[body.act]
    return Done(thread=act(actor=request.user, post_id=id, reason=body.reason).thread_id)


@router.post(
    "/threads/{id}/moderation",
    response={201: Done},
    url_name="moderate-thread",
    tags=["moderation"],
    summary=_("Animer un fil"),
)
def act_on_thread(request: MemberRequest, id: Id, body: ThreadAct) -> Done:
    """For those who facilitate it. ``hide`` and ``lock`` want a reason, which whoever opened it reads."""
    given: dict[str, Any] = {"actor": request.user, "thread_id": id, "reason": body.reason}
    if body.act == "merge":
        return Done(thread=merging.merge_threads(into_id=body.into or 0, **given).pk)
    if body.act == "split":
        split = merging.split_thread(posts=body.posts, title=body.title, kind=body.kind, language=reading(), **given)
        return Done(thread=split.pk)
    if body.act == "move":
        acts.move_thread(theme_id=theme_of(body.theme, request.user), **given)
    else:
        simple: dict[str, Callable[..., Any]] = {
            "hide": acts.hide_thread,
            "show": acts.show_thread,
            "lock": acts.lock_thread,
            "unlock": acts.unlock_thread,
        }
        simple[body.act](**given)
    return Done(thread=id)
