"""What changed in a post, word by word."""

import dataclasses
import datetime
import difflib
import re
from collections.abc import Iterator, Mapping, Sequence

from essaim.kernel import markup
from essaim.kernel.language import reading
from essaim.people.models import Member
from essaim.search import api as search

from .models import Kind, Post, PostRevision, Thread
from .models.thread import may_see
from .naming import REFERENCE, Key, escape

_WORD = re.compile(r"\s+|[^\s]+")
# Past so many words, difflib looks at the rarer ones alone: a long text full of the same word would take minutes.
_MANY = 800
# The latest changes of a post; nobody reads further back.
_MOST = 30


@dataclasses.dataclass(frozen=True)
class Change:
    """One change: when it was made, and the text in pieces, each ``same``, ``gone`` or ``new``."""

    at: datetime.datetime
    title: list[tuple[str, str]]
    page: list[tuple[str, str]]
    text: list[tuple[str, str]]


@dataclasses.dataclass(frozen=True)
class History:
    """A post's versions: the changes, latest first, and the words it began with."""

    post: Post
    changes: list[Change]
    first: str


def history_of(member: Member, post_id: int) -> History:
    """For those who see the post, while it is not deleted and has an author. Raises Post.DoesNotExist."""
    seen = Post.objects.filter(deleted_at=None, author__isnull=False, thread__in=Thread.objects.visible_to(member))
    post = seen.select_related("thread", "author").get(pk=post_id)
    kept = list(PostRevision.objects.filter(post=post).order_by("-pk")[:_MOST])
    opening = post.number == post.thread.opening_number
    changes = []
    titles = _titles(member, [post.source, *(version.source for version in kept)])
    text, title = plain(post.source, titles), post.thread.title if opening else ""
    page = str(post.thread.finding) if opening and post.thread.kind == Kind.FINDING else ""
    for version in kept:
        before = plain(version.source, titles)
        old_title = version.title if opening and version.title else title
        changes.append(
            Change(
                version.replaced_at,
                _changed(old_title, title),
                _changed(version.page or page, page),
                list(compare(before, text)),
            )
        )
        text, title, page = before, old_title, version.page or page
    return History(post, changes, text)


def _changed(before: str, after: str) -> list[tuple[str, str]]:
    return list(compare(before, after)) if before != after else []


def plain(source: str, titles: Mapping[Key, str]) -> str:
    """The words of a source, as they were read; a thing that the reader may not see has no title here."""

    def thing(match: re.Match[str]) -> str:
        return titles.get((match["kind"], int(match["id"])), "…")

    return markup.to_text(markup.from_markdown(markup.outside_code(source, lambda piece: REFERENCE.sub(thing, piece))))


def _titles(member: Member, sources: Sequence[str]) -> dict[Key, str]:
    """What the things that these texts point to are called, as far as ``member`` may see them."""
    keys = {(match["kind"], int(match["id"])) for source in sources for match in REFERENCE.finditer(source)}
    known = search.known(keys, language=reading())
    return {key: escape(thing.title) for key, thing in known.items() if may_see(thing.restricted_to, member.audience_ids)}


def compare(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Pieces of two texts in one: ``same``, ``gone`` (only in the first) and ``new``."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > _MANY)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield "same", "".join(old[a:b])
            continue
        if b > a:
            yield "gone", "".join(old[a:b])
        if d > c:
            yield "new", "".join(new[c:d])
