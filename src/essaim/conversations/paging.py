"""The pages of a thread. Each is a range of numbers, and costs one query whatever the length of the thread."""

import dataclasses

from .queries import PAGE, PostRow, ThreadRow, posts_numbered


def page_of(first: int, number: int) -> int:
    """Behind which number the page of a thread begins that shows post ``number``.

    Parameters:
        first: the number of the opening post (0 if none), which is on every first page.
    """
    return first + max(number - first - 1, 0) // PAGE * PAGE


@dataclasses.dataclass(slots=True)
class ThreadPage:
    """Twenty posts of a thread. On the first page the opening post and the accepted answer stand apart.

    Parameters:
        after: the number behind which the page begins.
        next, previous: the same of the pages beside it, None where there is none.
    """

    after: int
    opening: PostRow | None
    accepted: PostRow | None
    posts: list[PostRow]
    next: int | None
    previous: int | None

    @property
    def shown(self) -> list[PostRow]:
        return [post for post in (self.opening, self.accepted) if post] + self.posts


def page_for(thread: ThreadRow, after: int | None, me: int = 0) -> ThreadPage:
    """The posts of a page in one query, whatever the length of the thread."""
    first = thread.first
    after = min(max(after or first, first), page_of(first, max(thread.last_number, 1)))
    numbers = set(range(after + 1, after + PAGE + 1))
    top = {first, thread.accepted} if after == first else set()
    rows = {row.number: row for row in posts_numbered(thread.id, numbers | {n for n in top if n}, me)}
    opening = rows.pop(first, None)
    accepted = rows.pop(thread.accepted or 0, None) if after == first else None
    return ThreadPage(
        after=after, opening=opening, accepted=accepted, posts=list(rows.values()),
        next=after + PAGE if thread.last_number > after + PAGE else None,
        previous=max(after - PAGE, first) if after > first else None,
    )  # fmt: skip


def latest_posts(thread: ThreadRow, me: int = 0) -> list[PostRow]:
    """The last page-full of a thread, for the page of its anchor."""
    return posts_numbered(thread.id, range(max(thread.last_number - PAGE, 0) + 1, thread.last_number + 1), me)
