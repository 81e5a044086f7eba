"""What stands around a thread in the API: its poll, the page it is about, who asks the same, where posts went."""

import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.conversations import queries
from essaim.conversations.actions.kinds import Asked, Found
from essaim.conversations.actions.same_question import say_same_question
from essaim.conversations.actions.voting import close_poll, vote
from essaim.conversations.around import Around, PollRow, around
from essaim.conversations.rows import ThreadRow
from essaim.kernel.rest import Id, Router, unkept
from essaim.people.access import MemberRequest

from .shapes import ThreadIn, ThreadOut, thread_fields

router = Router()


class OptionOut(Schema):
    """``votes`` is null as long as one may not see it."""

    id: int
    text: str
    votes: int | None
    mine: bool


class PollOut(Schema):
    """Results come with one's own vote or with the end; of an anonymous poll with the end, from five voters on."""

    multiple: bool
    anonymous: bool
    closes_at: datetime.datetime | None
    closed: bool
    voters: int
    voted: bool
    options: list[OptionOut]


class FindingOut(Schema):
    url: str
    host: str
    source: str


class LinkOut(Schema):
    """Posts went to (or ``came`` from) another thread; ``post`` is the first of them."""

    kind: str
    came: bool
    thread: int
    title: str
    post: int | None


class OneThread(ThreadOut):
    """``same_question`` is one's own, ``same_questions`` how many colleagues say so."""

    finding: FindingOut | None
    poll: PollOut | None
    same_question: bool
    links: list[LinkOut]


class VoteIn(Schema):
    options: list[Id]


def shape_one(request: MemberRequest, row: ThreadRow) -> OneThread:
    beside: Around = around(request.user, row)
    return OneThread(
        **thread_fields(row), same_question=beside.is_mine_too, poll=_poll(beside.poll) if beside.poll else None,
        finding=FindingOut(url=beside.found.url, host=beside.found.host, source=beside.found.source) if beside.found else None,
        links=[LinkOut(kind=link.kind, came=link.came, thread=link.id, title=link.title, post=link.post) for link in beside.links],
    )  # fmt: skip


def _poll(poll: PollRow) -> PollOut:
    return PollOut(
        multiple=poll.is_multiple, anonymous=poll.is_anonymous, closes_at=poll.closes_at, closed=poll.is_closed, voters=poll.voters,
        voted=poll.has_voted, options=[OptionOut(id=o.id, text=o.text, votes=o.votes, mine=o.mine) for o in poll.options],
    )  # fmt: skip


def kind_of(body: ThreadIn) -> dict[str, Any]:
    """What ``start_thread`` is given for the kind of a body."""
    return {
        "part": body.part or "", "found": Found(body.url or "", body.source or ""),
        "asked": Asked(body.options, body.multiple, body.anonymous, body.closes_at),
    }  # fmt: skip


def _polled(request: MemberRequest, id: int) -> PollOut:
    row = queries.thread_for(request.user, id)
    poll = around(request.user, row).poll if row else None
    if poll is None:
        raise Http404
    return _poll(poll)


@router.put("/threads/{id}/vote", response=PollOut, url_name="vote", tags=["threads"], summary=_("Voter"))
@unkept
def put_vote(request: MemberRequest, id: Id, body: VoteIn) -> PollOut:
    """One's own vote, in place of the one before; an anonymous one stays. What was chosen is kept with no ``Idempotency-Key``."""
    vote(actor=request.user, thread_id=id, options=body.options)
    return _polled(request, id)


@router.delete("/threads/{id}/vote", response=PollOut, url_name="vote", tags=["threads"], summary=_("Clore un sondage"))
def end_poll(request: MemberRequest, id: Id) -> PollOut:
    """Closes a poll for good: for who opened it, and for those who facilitate."""
    close_poll(actor=request.user, thread_id=id)
    return _polled(request, id)


@router.put(
    "/threads/{id}/same-question",
    response={204: None},
    url_name="same-question",
    tags=["threads"],
    summary=_("Se poser la même question"),
)
def put_same_question(request: MemberRequest, id: Id) -> None:
    """Whoever says so hears of the accepted answer."""
    say_same_question(actor=request.user, thread_id=id, same=True)


@router.delete(
    "/threads/{id}/same-question", response={204: None}, url_name="same-question", tags=["threads"],
    summary=_("Ne plus se poser la même question"),
)  # fmt: skip
def delete_same_question(request: MemberRequest, id: Id) -> None:
    say_same_question(actor=request.user, thread_id=id, same=False)
