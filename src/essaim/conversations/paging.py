"""The pages of a thread. Each is a range of numbers, and costs one query whatever the length of the thread."""

import dataclasses
from collections.abc import Iterable

from .queries import posts_numbered
from .rows import PAGE, PostRow, ThreadRow, page_of

__all__ = ["ThreadPage", "latest_posts", "page_for", "page_of"]


@dataclasses.dataclass(slots=True)
class ThreadPage:
    """Twenty posts of a thread. On the first page the opening post and the accepted answer stand apart.

    Parameters:
        after: the number behind which the page begins.
        next, previous: the same of the pages beside it, None where there is none.
        unread: the number of the first post that the reader had not read, None where there is none on this page.
    """

    after: int
    opening: PostRow | None
    accepted: PostRow | None
    posts: list[PostRow]
    next: int | None
    previous: int | None
    unread: int | None = None

    @property
    def shown(self) -> list[PostRow]:
        return [post for post in (self.opening, self.accepted) if post] + self.posts


def page_for(thread: ThreadRow, after: int | None, me: int = 0, *, marks: bool = False) -> ThreadPage:
    """The posts of a page in one query, whatever the length of the thread.

    Parameters:
        me: the id of the reader.
        marks: the page counts as read by them, together with what is before it.
    """
    first = thread.first
    after = min(max(after or first, first), page_of(first, max(thread.last_number, 1)))
    numbers = set(range(after + 1, after + PAGE + 1))
    top = {first, thread.accepted} if after == first else set()
    rows = {
        row.number: row
        for row in posts_numbered(thread.id, numbers | {n for n in top if n}, me, _read_to(thread, after) if marks else None)
    }
    opening = rows.pop(first, None)
    accepted = rows.pop(thread.accepted or 0, None) if after == first else None
    return ThreadPage(
        after=after, opening=opening, accepted=accepted, posts=list(rows.values()),
        next=after + PAGE if thread.last_number > after + PAGE else None,
        previous=max(after - PAGE, first) if after > first else None, unread=_first_unread(thread, after, rows),
    )  # fmt: skip


def _read_to(thread: ThreadRow, after: int) -> int | None:
    """Up to where a page is read: where it goes on from what was read before, or is the last one. A leap into the middle is none."""
    read, end = thread.read_number or 0, min(after + PAGE, thread.last_number)
    goes_on = after <= max(read, thread.first) or end == thread.last_number
    return end if goes_on and (end > read or thread.read_number is None) else None


def _first_unread(thread: ThreadRow, after: int, rows: Iterable[int]) -> int | None:
    read = thread.read_number
    return min((n for n in rows if n > read), default=None) if read and read >= after else None


def latest_posts(thread: ThreadRow, me: int = 0, *, marks: bool = False) -> list[PostRow]:
    """The last page-full of a thread, for the page of its anchor.

    Parameters:
        marks: whoever follows the thread has read it then, where nothing unread stands before what is shown.
    """
    before = max(thread.last_number - PAGE, 0)
    goes_on = bool(thread.unread) and (thread.read_number or 0) >= before
    numbers = range(before + 1, thread.last_number + 1)
    return posts_numbered(thread.id, numbers, me, thread.last_number if marks and goes_on else None)
