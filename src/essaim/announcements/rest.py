"""Announcements in the API: read by those whom they are for, written by who facilitates these."""

import datetime
from typing import Annotated, Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import AwareDatetime, Field

from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.kernel.rest import After, Id, Limit, Page, Router, Text, Words, page, place, write_key
from essaim.people.access import MemberRequest

from . import queries
from .actions.editing import Words as Written
from .actions.editing import discard_draft, refuse_past, save_announcement, withdraw_announcement
from .actions.publishing import publish_announcement
from .forms import FIRST_DAY, LAST_DAY, end_of, last_day
from .models import Announcement

router = Router()


class AnnouncementAuthor(Schema):
    id: int
    name: str


class AnnouncementOut(Schema):
    """Words of the facilitators as those read them whom they are for. One that was withdrawn has no words any more."""

    id: int
    state: Literal["draft", "scheduled", "published", "withdrawn"]
    title: str
    html: str
    language: str
    author: AnnouncementAuthor | None
    published_at: datetime.datetime | None
    edited_at: datetime.datetime | None
    url: str


class AnnouncementWritten(AnnouncementOut):
    """One that whoever asks runs. ``audiences`` is empty for everybody; ``home_until`` is the last day on home.

    ``publish_at`` is when it is to come out, while it is scheduled. ``version`` goes back with the next change.
    """

    text: str
    audiences: list[int]
    by_mail: bool
    publish_at: datetime.datetime | None
    home_until: datetime.date
    version: int


class AnnouncementIn(Schema):
    """``text`` is Markdown. Whom it is for has to be said: ``audiences`` with ids, or ``everybody`` without."""

    title: Words
    text: Text
    to: Literal["everybody", "audiences"]
    audiences: Annotated[list[Id], Field(max_length=100)] = []
    by_mail: bool = False
    publish_at: AwareDatetime | None = None
    home_until: Annotated[datetime.date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class AnnouncementChange(AnnouncementIn):
    """Everything anew. Once it came out, for whom it is and the mail stay as they were."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class StateIn(Schema):
    state: Literal["published", "withdrawn"]


@router.get(
    "/announcements", response=Page[AnnouncementOut], url_name="announcements", tags=["announcements"], summary=_("Les annonces")
)  # fmt: skip
def announcements(request: MemberRequest, after: After = "", limit: Limit = 20) -> Page[AnnouncementOut]:
    """Those that came out and are for whoever asks, the latest first."""
    found = queries.listed(request.user, place(after, datetime.datetime, int), limit=limit)  # type: ignore[arg-type]
    return page(request, found, limit, lambda row: (row.publish_at, row.pk), _shape)


@router.get(
    "/announcements/editable", response=Page[AnnouncementWritten], url_name="editable-announcements", tags=["announcements"],
    summary=_("Les annonces que l'on écrit"),
)  # fmt: skip
def editable_announcements(request: MemberRequest, after: After = "", limit: Limit = 20) -> Page[AnnouncementWritten]:
    """Those that whoever asks runs, drafts too, the latest first."""
    _refuse_others(request)
    behind = place(after, int)
    found = queries.editable_by(request.user).select_related("author").order_by("-pk")
    rows = list((found.filter(pk__lt=behind[0]) if behind else found)[: limit + 1])
    return page(request, rows, limit, lambda row: (row.pk,), _shape_written)


@router.get(
    "/announcements/{id}", response=AnnouncementOut, url_name="announcement", tags=["announcements"], summary=_("Une annonce")
)
def announcement(request: MemberRequest, id: Id) -> AnnouncementOut:
    """One that came out. Reading it here notes nothing: home still shows it."""
    found = queries.announcement_for(request.user, id)
    if found is None:
        raise Http404
    return _shape(found)


@router.post(
    "/announcements", response={201: AnnouncementWritten}, url_name="announcements", tags=["announcements"],
    summary=_("Écrire une annonce"),
)  # fmt: skip
def new_announcement(request: MemberRequest, body: AnnouncementIn) -> AnnouncementWritten:
    """Keeps a draft. It comes out by its ``state``."""
    _refuse_others(request)
    return _shape_written(save_announcement(actor=request.user, key=write_key(request), words=_words(body)))


@router.put(
    "/announcements/{id}", response=AnnouncementWritten, url_name="announcement", tags=["announcements"],
    summary=_("Modifier une annonce"),
)  # fmt: skip
def change_announcement(request: MemberRequest, id: Id, body: AnnouncementChange) -> AnnouncementWritten:
    """Changes what was kept. With another ``version`` than what stands now, nothing is changed (``changed-meanwhile``)."""
    found = _run_by(request, id)
    words = _words(body, out=found.is_out)
    return _shape_written(save_announcement(actor=request.user, key=found.key, version=body.version, words=words))


@router.put(
    "/announcements/{id}/state", response=AnnouncementWritten, url_name="announcement-state", tags=["announcements"],
    summary=_("Faire paraître ou retirer"),
)  # fmt: skip
def put_state(request: MemberRequest, id: Id, body: StateIn) -> AnnouncementWritten:
    """``published`` brings a draft out, now or at its ``publish_at``; ``withdrawn`` takes back what is out."""
    found = _run_by(request, id)
    if body.state == "published":
        return _shape_written(publish_announcement(actor=request.user, announcement_id=found.pk))
    if not found.is_out:
        raise Refused(gettext("Cette annonce n'est pas parue : supprimez-la."), code="not-out")
    return _shape_written(withdraw_announcement(actor=request.user, announcement_id=found.pk))


@router.delete(
    "/announcements/{id}",
    response={204: None},
    url_name="announcement",
    tags=["announcements"],
    summary=_("Jeter un brouillon"),
)
def delete_announcement(request: MemberRequest, id: Id) -> None:
    """Throws away what did not come out."""
    discard_draft(actor=request.user, announcement_id=_run_by(request, id).pk)


def _refuse_others(request: MemberRequest) -> None:
    if not (request.user.is_facilitator or request.user.facilitated_ids):
        raise PermissionDenied


def _run_by(request: MemberRequest, id: int) -> Announcement:
    _refuse_others(request)
    found = queries.editable_by(request.user).filter(pk=id).first()
    if found is None:
        raise Http404
    return found


def _words(body: AnnouncementIn, *, out: bool = False) -> Written:
    if body.to == "audiences" and not body.audiences:
        raise Refused(gettext("Choisissez un public au moins, ou adressez-la à tout le monde."), code="audiences-empty")
    moment = None if out else body.publish_at
    refuse_past(moment)
    return Written(
        title=body.title, source=body.text, language=reading(), home_until=end_of(body.home_until),
        restricted_to=body.audiences if body.to == "audiences" else [], by_mail=body.by_mail, publish_at=moment,
    )  # fmt: skip


def _shape(row: Announcement) -> AnnouncementOut:
    return AnnouncementOut(**_fields(row, words=row.state != Announcement.State.WITHDRAWN))


def _fields(row: Announcement, *, words: bool) -> dict[str, Any]:
    author = row.author if words else None
    return {
        "id": row.pk, "state": row.state, "title": row.title if words else "", "html": row.html if words else "",
        "language": row.language, "author": AnnouncementAuthor(id=author.pk, name=author.name) if author else None,
        "published_at": row.publish_at if row.is_out else None, "edited_at": row.edited_at if words else None,
        "url": f"/announcements/{row.pk}/",
    }  # fmt: skip


def _shape_written(row: Announcement) -> AnnouncementWritten:
    return AnnouncementWritten(
        **_fields(row, words=True), text=row.source, audiences=row.restricted_to, by_mail=row.by_mail,
        publish_at=None if row.is_out else row.publish_at, home_until=last_day(row), version=row.version,
    )  # fmt: skip
