"""Accompaniments in the API: one's own, for the two alone, by the rules of the pages."""

import datetime
from typing import Any, Literal

from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import AwareDatetime

from essaim.accompaniment import choosing, queries
from essaim.accompaniment.actions import following, meeting
from essaim.accompaniment.actions.asking import Wish, ask
from essaim.accompaniment.models import Accompaniment
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.kernel.language import reading
from essaim.kernel.rest import After, Id, Limit, Page, Router, Text, Words, page, place, write_key
from essaim.people.access import MemberRequest

router = Router()


class HelperOut(Schema):
    """Somebody who may be asked, and why they are offered."""

    id: int
    name: str
    whys: list[str]


class AccompanimentOut(Schema):
    """What is between whoever asks and a colleague. ``role`` is asker or helper, ``turn`` what awaits whoever asks."""

    id: int
    role: Literal["asker", "helper"]
    with_id: int | None
    with_name: str
    state: str
    turn: str
    times: list[datetime.datetime]
    meets_at: datetime.datetime | None
    place: str
    meeting: int
    reached: str
    created_at: datetime.datetime
    url: str


class AskIn(Schema):
    """What one would like to manage. ``helper`` null asks a facilitator; ``about`` is as in threads, ``lesson:12``."""

    text: Text
    helper: Id | None = None
    about: Words = ""
    times: list[AwareDatetime] = []
    place: Words = ""


class TimesIn(Schema):
    times: list[AwareDatetime]
    place: Words | None = None


class TimeIn(Schema):
    time: AwareDatetime


class WordIn(Schema):
    word: Text = ""


class MetIn(Schema):
    met: bool


class ReachedIn(Schema):
    reached: Literal["yes", "partly", "not-yet"]
    word: Text = ""


def _about(words: str) -> tuple[str, int] | None:
    if not words:
        return None
    kind, _colon, written = words.partition(":")
    id = read_id(written)
    if id is None:
        raise Refused(__('"about" dit de quoi il s\'agit, comme "lesson:12".'), code="about")
    return kind[:40], id


def _shape(seen: queries.Seen) -> AccompanimentOut:
    row = seen.row
    return AccompanimentOut(
        id=row.pk, role="asker" if seen.asker else "helper", with_id=seen.other.pk if seen.other else None, with_name=seen.name,
        state=row.state, turn=seen.turn, times=row.times, meets_at=row.meets_at, place=row.place, meeting=row.meeting,
        reached=row.reached, created_at=row.created_at, url=f"/accompaniment/accompaniments/{row.pk}/",
    )  # fmt: skip


def _again(request: MemberRequest, row: Accompaniment) -> AccompanimentOut:
    return _shape(queries.one(request.user, row.pk))


@router.get(
    "/accompaniments", response=Page[AccompanimentOut], url_name="accompaniments", tags=["accompaniments"],
    summary=_("Ses coups de main, le plus récent d'abord"),
)  # fmt: skip
def accompaniments(request: MemberRequest, after: After = "", limit: Limit = 20) -> Page[AccompanimentOut]:
    """Those that one asked for or was asked for: nobody sees any other."""
    behind = place(after, int)
    found = queries.list_own(request.user, behind[0] if behind else None, limit=limit + 1)
    return page(request, found, limit, lambda seen: (seen.row.pk,), _shape)


@router.post(
    "/accompaniments", response={201: AccompanimentOut}, url_name="accompaniments", tags=["accompaniments"],
    summary=_("Demander à être accompagné"),
)  # fmt: skip
def new_accompaniment(request: MemberRequest, body: AskIn) -> AccompanimentOut:
    """Asks, and opens a private thread with what is asked."""
    wish = Wish(
        text=body.text, helper_id=body.helper, about=_about(body.about), times=_in_range(body.times), place=body.place
    )  # fmt: skip
    return _again(request, ask(actor=request.user, key=write_key(request), wish=wish, language=reading()))


def _in_range(times: list[datetime.datetime]) -> list[datetime.datetime]:
    """Moments that clocks of everywhere know: at the ends of the calendar, another zone has none."""
    if any(not 1971 < time.year < 9998 for time in times):
        raise Refused(__("Un des moments proposés n'est pas de notre temps."), code="time-far")
    return times


@router.get(
    "/accompaniment-helpers", response=list[HelperOut], url_name="accompaniment-helpers", tags=["accompaniments"],
    summary=_("Qui peut accompagner"),
)  # fmt: skip
def helpers(request: MemberRequest, about: Words = "", text: Words = "") -> list[HelperOut]:
    """At most seven volunteers who have time, the closest first, each with why."""
    found = choosing.candidates(request.user, _about(about), text)
    return [HelperOut(id=one.id, name=one.name, whys=list(one.whys)) for one in found]


@router.get(
    "/accompaniments/{id}", response=AccompanimentOut, url_name="accompaniment", tags=["accompaniments"],
    summary=_("Un coup de main"),
)  # fmt: skip
def accompaniment(request: MemberRequest, id: Id) -> AccompanimentOut:
    return _shape(queries.one(request.user, id))


def _deed(name: str, summary: Any) -> Any:
    """How each act is mounted."""
    return router.post(
        f"/accompaniments/{{id}}/{name}", response=AccompanimentOut, url_name=f"accompaniment-{name}",
        tags=["accompaniments"], summary=summary,
    )  # fmt: skip


@_deed("times", _("Proposer d'autres moments"))
def propose_times(request: MemberRequest, id: Id, body: TimesIn) -> AccompanimentOut:
    times = _in_range(body.times)
    return _again(request, meeting.propose_times(actor=request.user, id=id, times=times, place=body.place))


@_deed("accept", _("Prendre un des moments proposés"))
def accept_time(request: MemberRequest, id: Id, body: TimeIn) -> AccompanimentOut:
    return _again(request, meeting.accept_time(actor=request.user, id=id, time=_in_range([body.time])[0]))


@_deed("decline", _("Décliner, ou retirer sa demande"))
def decline(request: MemberRequest, id: Id, body: WordIn) -> AccompanimentOut:
    return _again(request, meeting.decline(actor=request.user, id=id, word=body.word, language=reading()))


@_deed("end", _("Terminer"))
def end(request: MemberRequest, id: Id) -> AccompanimentOut:
    return _again(request, meeting.end(actor=request.user, id=id))


@_deed("meeting", _("Dire si l'on s'est vu"))
def say_met(request: MemberRequest, id: Id, body: MetIn) -> AccompanimentOut:
    return _again(request, meeting.say_met(actor=request.user, id=id, met=body.met))


@_deed("follow-up", _("Dire si l'on y arrive"))
def say_reached(request: MemberRequest, id: Id, body: ReachedIn) -> AccompanimentOut:
    return _again(request, following.say_reached(actor=request.user, id=id, reached=body.reached, word=body.word))
