"""Drafts in the API: one's own, for the forms of the pages to go on with."""

import datetime
import uuid
from collections.abc import Mapping
from typing import Annotated, Any, Literal, get_args

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Schema, Status
from pydantic import AfterValidator, Field

from essaim.conversations import drafts as reads
from essaim.conversations.actions.drafts import Begun, discard_draft, save_draft
from essaim.conversations.files import waiting
from essaim.conversations.models import Draft
from essaim.kernel.ids import new_key, read_id
from essaim.kernel.rest import Id, Page, Router, Text, Words, unkept, without_nul
from essaim.organisation.models import Theme
from essaim.people.access import MemberRequest

from .beside import shape_file
from .shapes import FileOut, Part, theme_of

router = Router()

_ON = r"[a-z-]{1,40}:[0-9]{1,18}"
Place = Annotated[str, Field(pattern=rf"^(thread:[0-9]{{1,18}}|anchor:{_ON}|new(:{_ON})?|edit:[0-9]{{1,18}})$", max_length=80)]
Kind = Literal["question", "discussion", "testimony", "finding", "poll"]
_KINDS = get_args(Kind)
Address = Annotated[str, Field(max_length=4000), AfterValidator(without_nul)]


class DraftLine(Schema):
    """A draft in the list. ``where`` says what it goes on with; ``url`` is empty where that is not there any more."""

    place: str
    title: str
    excerpt: str
    where: str
    url: str
    saved_at: datetime.datetime


class DraftIn(Schema):
    """What stands in a form. ``text`` is Markdown, ``attachments`` are keys of files that wait; most of the rest is for a new thread.

    ``closes_on`` is the last day of a poll.
    """

    title: Words = ""
    text: Text = ""
    attachments: Annotated[list[uuid.UUID], Field(max_length=20)] = []
    kind: Kind | None = None
    theme: Words | None = None
    parent: Id | None = None
    part: Part | None = None
    url: Address | None = None
    source: Words | None = None
    options: Annotated[list[Words], Field(max_length=20)] = []
    multiple: bool = False
    anonymous: bool = False
    closes_on: datetime.date | None = None
    audiences: Annotated[list[Id], Field(max_length=20)] = []


class DraftOut(Schema):
    """What was kept, of a page's form too: what is half typed there, such as a day, is null."""

    place: str
    title: str
    text: str
    attachments: list[FileOut]
    kind: Kind | None
    theme: str | None
    parent: int | None
    part: str | None
    url: str | None
    source: str | None
    options: list[str]
    multiple: bool
    anonymous: bool
    closes_on: datetime.date | None
    audiences: list[int]
    saved_at: datetime.datetime


@router.get("/drafts", response=Page[DraftLine], url_name="drafts", tags=["drafts"], summary=_("Ses brouillons"))
def drafts(request: MemberRequest) -> Page[DraftLine]:
    """All of them, the latest first."""
    lines = [
        DraftLine(
            place=line.draft.place, title=line.draft.title, excerpt=line.excerpt, where=line.where, url=line.url,
            saved_at=line.draft.saved_at,
        )
        for line in reads.lines(request.user)
    ]  # fmt: skip
    return Page(items=lines, next=None)


@router.get("/drafts/{place}", response=DraftOut, url_name="draft", tags=["drafts"], summary=_("Un brouillon"))
def draft(request: MemberRequest, place: Place) -> DraftOut:
    """``place``: ``thread:12``, ``anchor:lesson:3``, ``new``, ``new:lesson:3`` or ``edit:45``."""
    found = reads.draft_at(request.user, place)
    if found is None:
        raise Http404
    return _shape(request, found)


@router.put(
    "/drafts/{place}", response={200: DraftOut, 204: None}, url_name="draft", tags=["drafts"], summary=_("Garder un brouillon")
)
@unkept
def put_draft(request: MemberRequest, place: Place, body: DraftIn) -> DraftOut | Status[None]:
    """In place of what was kept there. An empty one is no draft (204). What is thrown away later is kept with no ``Idempotency-Key``."""
    before = reads.draft_at(request.user, place)
    begun = Begun(source=body.text, title=body.title, fields=_fields(request, body), files=body.attachments)
    # The form's own key stays: published from a page meanwhile, it needs no draft.
    kept = save_draft(actor=request.user, place=place, key=before.key if before else new_key(), begun=begun)
    return _shape(request, kept) if kept else Status(204, None)


@router.delete(
    "/drafts/{place}", response={204: None}, url_name="draft", tags=["drafts"], summary=_("Jeter un brouillon")
)  # fmt: skip
def delete_draft(request: MemberRequest, place: Place) -> None:
    """One that is not there is no error."""
    discard_draft(actor=request.user, place=place)


def _fields(request: MemberRequest, body: DraftIn) -> dict[str, Any]:
    """As the form of a page sends them: it goes on with the draft."""
    given = {
        "kind": body.kind, "theme": theme_of(body.theme, request.user), "parent": body.parent, "part": body.part,
        "link": body.url, "origin": body.source, "options": "\n".join(body.options), "multiple": "on" if body.multiple else "",
        "anonymous": "on" if body.anonymous else "", "closes_on": body.closes_on.isoformat() if body.closes_on else "",
    }  # fmt: skip
    fields: dict[str, Any] = {name: str(value) for name, value in given.items() if value}
    return fields | ({"audiences": [str(id) for id in body.audiences]} if body.audiences else {})


def _shape(request: MemberRequest, found: Draft) -> DraftOut:
    fields, (what, _colon, post) = found.fields, found.place.partition(":")
    files = waiting(request.user, found.files, read_id(post) if what == "edit" else None)
    return DraftOut(
        place=found.place, title=found.title, text=found.source, attachments=[shape_file(one) for one in files],
        saved_at=found.saved_at, kind=fields["kind"] if fields.get("kind") in _KINDS else None,
        theme=_theme(request, fields), parent=_number(fields.get("parent")), part=fields.get("part"), url=fields.get("link"),
        source=fields.get("origin"), options=[one for one in fields.get("options", "").splitlines() if one.strip()],
        multiple=bool(fields.get("multiple")), anonymous=bool(fields.get("anonymous")), closes_on=_day(fields.get("closes_on")),
        audiences=[id for one in fields.get("audiences", []) if (id := _number(one))],
    )  # fmt: skip


def _theme(request: MemberRequest, fields: Mapping[str, Any]) -> str | None:
    if not (id := _number(fields.get("theme"))):
        return None
    return Theme.objects.open_to(request.user.audience_ids).filter(pk=id).values_list("slug", flat=True).first()


def _number(written: str | None) -> int | None:
    return read_id(written) or None


def _day(written: str | None) -> datetime.date | None:
    """None for what somebody began to type."""
    try:
        return datetime.date.fromisoformat(written or "")
    except ValueError:
        return None
