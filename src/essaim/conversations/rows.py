"""Rows as pages and the API show them: plain, read by the fixed SQL of ``queries``."""

import dataclasses
import datetime
import json
from collections.abc import Sequence
from typing import Any

from essaim.kernel.language import once_a_language
from essaim.people.models import Member
from essaim.ui.anchors import Anchor

from .meanings import ICONS
from .models import Kind, Level, Meaning

PAGE = 20


def page_of(first: int, number: int) -> int:
    """Behind which number the page of a thread begins that shows post ``number``.

    Parameters:
        first: the number of the opening post (0 if none), which is on every first page.
    """
    return first + max(number - first - 1, 0) // PAGE * PAGE


def replies_in(posts: int, first: int, answers: int) -> int:
    """How many posts of a thread reply to what opened it.

    Parameters:
        posts: those that can be read. What opened it is not among them where it is out of sight: then the replies of others are told.
        first: the number of what opened it, 0 where nobody did.
        answers: those by others than who opened it.
    """
    return max(posts - first, answers, 0)


@once_a_language
def labels() -> dict[str, str]:
    """What a thread of each kind is called, in the reader's language."""
    return {kind.value: str(kind.label) for kind in Kind}


@dataclasses.dataclass(slots=True)
class ThreadRow:
    """A thread as pages show it to a member. ``accepted`` is the number of the accepted answer.

    ``read_number``, ``level``, ``why``: how far they have read it, None where they never opened it; how close they follow it
    (models.Level), and since when that is so.
    """

    id: int
    kind: str
    title: str
    language: str
    author_id: int | None
    theme_slug: str | None
    theme: str | None
    anchor_type: str
    anchor_id: int | None
    is_main: bool
    restricted_to: list[int]
    audiences: list[str]
    posts_count: int
    answers_count: int
    last_number: int
    last_post_at: datetime.datetime
    created_at: datetime.datetime
    accepted: int | None
    read_number: int | None
    level: int
    why: str
    anchor_part: str
    same_count: int
    is_linked: bool
    is_locked: bool
    is_hidden: bool
    anchor: Anchor | None = None
    # What it is called: its kind, in the reader's language.
    label: str = ""
    # The others' names, where it is between a few people alone.
    between: list[str] = dataclasses.field(default_factory=list)

    @property
    def first(self) -> int:
        """The number of the post that opens it, 0 when nobody opened it."""
        return 1 if self.title else 0

    @property
    def name(self) -> str:
        return self.title or (self.anchor.title if self.anchor else "")

    @property
    def is_reportable(self) -> bool:
        """Whether facilitators may be asked to look at its posts (``actions.reporting.reportable``): not where it is between a few
        people alone, or hidden."""
        return all(id > 0 for id in self.restricted_to)

    def run_by(self, member: Member) -> bool:
        """The rule of ``ThreadQuerySet.run_by`` for what a member sees: nobody facilitates what is between a few people."""
        return (self.is_reportable or self.is_hidden) and member.facilitates(self.restricted_to)

    @property
    def is_question(self) -> bool:
        return self.kind == "question"

    @property
    def unanswered(self) -> bool:
        return self.is_question and not self.answers_count and self.accepted is None

    @property
    def replies(self) -> int:
        return replies_in(self.posts_count, self.first, self.answers_count)

    @property
    def follows(self) -> bool:
        return self.level >= Level.FOLLOWED

    @property
    def unread(self) -> int:
        """How many posts came behind what was read of a thread that the member follows."""
        return max(self.last_number - (self.read_number or 0), 0) if self.follows else 0

    @property
    def address(self) -> str:
        """Where to go on reading: the first post that is unread, or the thread."""
        path = f"/conversations/threads/{self.id}/"
        read = self.read_number
        if not read or read >= self.last_number:
            return path
        after = page_of(self.first, read + 1)
        return f"{path}{f'?after={after}' if after > self.first else ''}#unread"

    @property
    def cursor(self) -> str:
        return f"{self.last_post_at.isoformat()}_{self.id}"


@dataclasses.dataclass(frozen=True, slots=True)
class SaidOf:
    """How many colleagues said one meaning of a post, and whether the reader is among them."""

    meaning: str
    label: str
    icon: str
    count: int
    mine: bool


@dataclasses.dataclass(slots=True)
class PostRow:
    """A post as pages show it; a deleted one comes without its text."""

    id: int
    number: int
    html: str
    language: str
    created_at: datetime.datetime
    edited_at: datetime.datetime | None
    deleted: bool
    author_id: int | None
    author: str | None
    job: str | None
    site: str | None
    parent_id: int | None
    parent_number: int | None
    parent_author: str | None
    mail_files: int | None
    hidden: bool
    joint: bool = False
    # JSON, as it is kept: most posts carry nothing, and nothing is read of these.
    files: str = "[]"
    reactions: str = "{}"
    mine: Sequence[str] = ()

    @property
    def enclosed(self) -> list[dict[str, Any]]:
        """Its files (actions.attachments.shown_of); none once it is deleted."""
        return [] if self.deleted else json.loads(self.files)

    @property
    def said(self) -> list[SaidOf]:
        """What colleagues said of it without writing, in the order of meanings."""
        counts = {} if self.deleted else json.loads(self.reactions)
        return [
            SaidOf(meaning.value, str(meaning.label), ICONS[meaning], counts[meaning], meaning in self.mine)
            for meaning in Meaning
            if meaning in counts
        ]
