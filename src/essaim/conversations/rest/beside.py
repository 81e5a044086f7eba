"""What goes with posts in the API: reactions, earlier versions, files."""

import base64
import binascii
import datetime
import uuid
from typing import Annotated, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from essaim.conversations.actions.attachments import IncomingFile, attach, remove_attachment
from essaim.conversations.actions.reactions import react, withdraw_reaction
from essaim.conversations.models import Attachment, Meaning
from essaim.conversations.said import reactions_of
from essaim.conversations.versions import history_of
from essaim.kernel.errors import Refused
from essaim.kernel.rest import Id, Router, Words
from essaim.people.access import MemberRequest

from .shapes import FileOut

router = Router()

# A body of JSON is twelve megabytes at most, a third of it is the price of base64.
Content = Annotated[str, Field(max_length=12_000_000)]


class ReactionOut(Schema):
    """One meaning that somebody said of a post, and who did."""

    meaning: Meaning
    label: str
    members: list[int]


class ReactionIn(Schema):
    meaning: Meaning


class RevisionOut(Schema):
    """A change of a post: its pieces are ``same``, ``gone`` or ``new``.

    ``title`` and ``page`` are those of its thread where the post opens it, empty where they stayed.
    """

    changed_at: datetime.datetime
    pieces: list[tuple[str, str]]
    title: list[tuple[str, str]]
    page: list[tuple[str, str]]


class FileIn(Schema):
    """``content`` is base64. What the file is, its bytes say."""

    name: Words
    content: Content


@router.get(
    "/posts/{id}/reactions",
    response=list[ReactionOut],
    url_name="post-reactions",
    tags=["posts"],
    summary=_("Qui a dit quoi d'un message"),
)
def reactions(request: MemberRequest, id: Id) -> list[ReactionOut]:
    return _said(request, id)


@router.post(
    "/posts/{id}/reactions", response=list[ReactionOut], url_name="post-reactions", tags=["posts"], summary=_("Réagir")
)
def new_reaction(request: MemberRequest, id: Id, body: ReactionIn) -> list[ReactionOut]:
    """Says it once, however often it is sent. Not of one's own posts."""
    react(actor=request.user, post_id=id, meaning=body.meaning)
    return _said(request, id)


@router.delete(
    "/posts/{id}/reactions/{meaning}",
    response={204: None},
    url_name="post-reaction",
    tags=["posts"],
    summary=_("Retirer sa réaction"),
)
def remove_reaction(request: MemberRequest, id: Id, meaning: Meaning) -> None:
    withdraw_reaction(actor=request.user, post_id=id, meaning=meaning)


def _said(request: MemberRequest, id: int) -> list[ReactionOut]:
    found = reactions_of(request.user, id).said
    return [
        ReactionOut(meaning=Meaning(one.meaning), label=one.label, members=[member for member, _name in one.members])
        for one in found
        if one.members
    ]


@router.get(
    "/posts/{id}/revisions",
    response=list[RevisionOut],
    url_name="post-revisions",
    tags=["posts"],
    summary=_("Ce qui a changé dans un message"),
)
def revisions(request: MemberRequest, id: Id) -> list[RevisionOut]:
    """The latest change first. A deleted post has none to show."""
    changes = history_of(request.user, id).changes
    return [RevisionOut(changed_at=one.at, pieces=one.text, title=one.title, page=one.page) for one in changes]


@router.post("/files", response={201: FileOut}, url_name="files", tags=["posts"], summary=_("Donner un fichier"))
def new_file(request: MemberRequest, body: FileIn) -> FileOut:
    """Takes a file in; a post carries it with its ``key`` in ``attachments``. What no post carries in a day is removed."""
    try:
        content = base64.b64decode(body.content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused(gettext("Le contenu d'un fichier s'envoie en base64."), code="base64") from error
    return shape_file(attach(actor=request.user, files=[IncomingFile(body.name, "", content)])[0])


@router.delete("/files/{key}", response={204: None}, url_name="file", tags=["posts"], summary=_("Reprendre un fichier"))
def remove_file(request: MemberRequest, key: uuid.UUID) -> None:
    """Takes back what one gave and no post carries yet; what one carries goes with a change of the post."""
    remove_attachment(actor=request.user, key=key)


def shape_file(one: Attachment) -> FileOut:
    fields: dict[str, Any] = {"key": one.key, "name": one.name, "media_type": one.media_type, "size": one.size, "alt": one.alt}
    return FileOut(**fields, url=f"/conversations/files/{one.key}/")
