"""The shapes of threads and posts in the API, and how what is sent is read."""

import datetime
import uuid
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from essaim.conversations.actions.attachments import Chosen
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.rows import PostRow, ThreadRow
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.kernel.rest import Id, Text, Words, require, without_nul
from essaim.organisation.models import Theme
from essaim.people.access import MemberRequest
from essaim.people.models import Member

# The id of a block of what a thread is about.
Part = Annotated[str, Field(max_length=40), AfterValidator(without_nul)]


class About(Schema):
    """What a thread is about: a lesson, for example."""

    type: str
    id: int
    title: str
    url: str


class ThreadOut(Schema):
    """A conversation. ``accepted`` is the number of the accepted answer, ``audiences`` name those it is restricted to.

    ``read`` is the number of the last post that one has read, ``unread`` how many came since in a thread that one follows.
    ``part`` is the activity of the lesson that it is about; a ``locked`` one takes no replies.
    """

    id: int
    kind: str
    title: str
    language: str
    author_id: int | None
    theme: str | None
    about: About | None
    audiences: list[str]
    posts: int
    answers: int
    accepted: int | None
    part: str
    same_questions: int
    locked: bool
    created_at: datetime.datetime
    last_post_at: datetime.datetime
    read: int
    unread: int
    following: Literal["none", "mute", "follow", "watch"]
    url: str


class FileOut(Schema):
    """A file of a post. ``alt`` says what a picture shows."""

    key: uuid.UUID
    name: str
    media_type: str
    size: int
    alt: str
    url: str


class FileRef(Schema):
    """A file taken in by ``POST /files``. A picture needs an ``alt``: what it shows, for those who do not see it."""

    key: uuid.UUID
    alt: Words = ""


Files = Annotated[list[FileRef], Field(max_length=20)]


class PostOut(Schema):
    """One contribution. A deleted one keeps its number, without its text. ``reactions`` counts what colleagues said of it."""

    id: int
    thread_id: int
    number: int
    parent_id: int | None
    author_id: int | None
    author: str | None
    html: str
    language: str
    created_at: datetime.datetime
    edited_at: datetime.datetime | None
    deleted: bool
    attachments: list[FileOut]
    reactions: dict[str, int]
    url: str


class OnePost(PostOut):
    """``text`` is the Markdown as it was written, for its author to edit; null for others."""

    text: str | None


class PostWritten(OnePost):
    """``not_notified`` names colleagues who may not see the thread, ``unclear`` what was typed behind an @ and fits several."""

    not_notified: list[str] = []
    unclear: list[str] = []


class Imported(Schema):
    """For a token with the scope ``import``: whose it is (an e-mail address) and when it was written."""

    author: str | None = None
    created_at: datetime.datetime | None = None


class ThreadIn(Imported):
    """``text`` is Markdown. ``about`` names a lesson as ``lesson:12``; ``audiences`` are ids of one's own.

    A ``finding`` is about the page at ``url``, of ``source``. A ``poll`` has ``options``, may be ``multiple`` and ``anonymous``, and closes.
    """

    kind: Literal["question", "discussion", "testimony", "finding", "poll"] = "question"
    title: Text
    text: Text
    theme: Words | None = None
    about: Words | None = None
    audiences: list[Id] = []
    attachments: Files = []
    part: Part | None = None
    url: Text | None = None
    source: Text | None = None
    options: list[Text] = []
    multiple: bool = False
    anonymous: bool = False
    closes_at: AwareDatetime | None = None


class PostIn(Imported):
    """A reply in ``thread``, or in the discussion under what ``about`` names (``lesson:12``): one of the two."""

    thread: Id | None = None
    about: Words | None = None
    parent: Id | None = None
    text: Text
    attachments: Files = []


class PostChange(Schema):
    """``title`` and ``theme`` are those of the thread, with its opening post alone, ``url`` and ``source`` those of the page that a
    finding is about; what is left out stays."""

    text: Text | None = None
    title: Text | None = None
    theme: Words | None = None
    url: Text | None = None
    source: Text | None = None
    attachments: Files | None = None


LEVEL_NAMES: dict[int, Literal["none", "mute", "follow", "watch"]] = {0: "none", 1: "mute", 2: "follow", 3: "watch"}


def shape_thread(row: ThreadRow) -> ThreadOut:
    return ThreadOut(**thread_fields(row))


def thread_fields(row: ThreadRow) -> dict[str, Any]:
    about = None
    if row.anchor and row.anchor_id is not None:
        about = About(type=row.anchor_type, id=row.anchor_id, title=row.anchor.title, url=row.anchor.url)
    return {
        "id": row.id, "kind": row.kind, "title": row.name, "language": row.language, "author_id": row.author_id,
        "theme": row.theme_slug, "about": about, "audiences": row.audiences, "posts": row.posts_count,
        "answers": row.answers_count, "accepted": row.accepted, "part": row.anchor_part, "same_questions": row.same_count,
        "locked": row.is_locked, "created_at": row.created_at, "last_post_at": row.last_post_at,
        "read": row.read_number or 0, "unread": row.unread,
        "following": LEVEL_NAMES[row.level], "url": f"/conversations/threads/{row.id}/",
    }  # fmt: skip


def post_fields(row: PostRow, thread_id: int) -> dict[str, Any]:
    return {
        "id": row.id, "thread_id": thread_id, "number": row.number, "parent_id": row.parent_id, "author_id": row.author_id,
        "author": row.author, "html": row.html, "language": row.language, "created_at": row.created_at,
        "edited_at": row.edited_at, "deleted": row.deleted, "reactions": {one.meaning: one.count for one in row.said},
        "attachments": [_file(one) for one in row.enclosed], "url": f"/conversations/posts/{row.id}/",
    }  # fmt: skip


def _file(kept: dict[str, Any]) -> dict[str, Any]:
    return {
        "key": kept["key"], "name": kept["name"], "media_type": kept["type"], "size": kept["size"], "alt": kept["alt"],
        "url": f"/conversations/files/{kept['key']}/",
    }  # fmt: skip


def enclosed_of(files: Sequence[FileRef]) -> Enclosed:
    return Enclosed([Chosen(one.key, one.alt) for one in files])


def about_of(text: str | None) -> tuple[str, int] | None:
    """``lesson:12``; raises Refused for other words."""
    if not text:
        return None
    kind, _colon, number = text.partition(":")
    id = read_id(number)
    if id is None:
        raise Refused(_('Dites de quoi il s\'agit comme ceci : "lesson:12".'), code="about")
    return kind[:40], id


def theme_of(slug: str | None, member: Member) -> int | None:
    if not slug:
        return None
    found = Theme.objects.open_to(member.audience_ids).filter(slug=slug).values_list("pk", flat=True).first()
    if found is None:
        raise Refused(_("Ce thème n'existe plus. Choisissez-en un autre."), code="theme")
    return found


def source_of(request: MemberRequest, body: Imported) -> tuple[Member, datetime.datetime] | None:
    """Whose words they are and from when, where the body says so; None where they are those of whoever asks, now."""
    if body.author is None and body.created_at is None:
        return None
    require(request, "import")
    author: Member | None = request.user
    if body.author is not None:
        author = Member.objects.filter(email=body.author.replace("\x00", "").strip().lower()).first()
    if author is None:
        raise Refused(_("Personne n'a cette adresse ici."), code="author-unknown")
    date = body.created_at or clock.now()
    if date.tzinfo is None:
        raise Refused(_('Une date se donne avec son fuseau, comme "2026-11-03T16:40:00+01:00".'), code="date")
    return author, date
