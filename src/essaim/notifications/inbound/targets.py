"""What can be answered by mail, added by the domains whose pages notifications lead to."""

import dataclasses
import uuid
from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from essaim.kernel.registry import Registry
from essaim.kernel.replies import File
from essaim.people.models import Member

# A file that came with an answer: ``name``, ``media_type``, ``content`` (bytes).
IncomingFile = File


class Finds(Protocol):
    def __call__(self, url: str) -> int | None:
        """The id of what an answer to a notification about ``url`` (a path of ours) answers, None where it answers nothing."""


class Publishes(Protocol):
    def __call__(
        self, *, actor: Member, id: int, text: str, files: Sequence[IncomingFile], key: uuid.UUID, language: str
    ) -> str:
        """Publishes what the actor wrote, once however often it is called with ``key``. Returns the path of what it became.

        Raises Refused with words for the writer, and ObjectDoesNotExist where there is nothing to answer for them any more.
        """


@dataclasses.dataclass(frozen=True)
class ReplyTarget:
    """One kind of thing that can be answered.

    Parameters:
        code: one lower-case letter, in every address that has left: it never changes.
        page: the path of what has this id.
        finds, publishes: see above.
        wholes: the ids of what things with these ids are parts of, posts of threads: what is of one whole has one answer.
    """

    code: str
    page: Callable[[int], str]
    finds: Finds
    publishes: Publishes
    wholes: Callable[[Collection[int]], Collection[int]]


reply_targets: Registry[ReplyTarget] = Registry("reply target")


def answered_by(url: str) -> tuple[str, int] | None:
    """The code of the target and the id that an answer to a notification about ``url`` is for."""
    for code, target in reply_targets:
        found = target.finds(url)
        if found is not None:
            return code, found
    return None


def answered_together(urls: Sequence[str]) -> tuple[str, int] | None:
    """The same for notifications about several ``urls``, the newest last, where all of them are of one whole: the newest is answered."""
    found = [answered_by(url) for url in urls]
    if not found or None in found or len({one[0] for one in found if one}) != 1:
        return None
    code, newest = found[-1] or ("", 0)
    ids = {one[1] for one in found if one}
    return (code, newest) if len(ids) == 1 or len(set(reply_targets[code].wholes(ids))) == 1 else None


def register(target: ReplyTarget) -> ReplyTarget:
    return reply_targets.add(target.code, target)
