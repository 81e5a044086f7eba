"""What conversations can be about: a lesson today; clauses, ideas and use cases later.

The owner of a kind says how to find its title and address; whoever keeps something beside an anchor hears when the
audiences that may see it change, in the same transaction.
"""

import dataclasses
import json
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import connection

from essaim.kernel.language import reading
from essaim.kernel.registry import Registry


@dataclasses.dataclass(frozen=True)
class Anchor:
    """Something to talk about.

    Parameters:
        restricted_to: the ids of the audiences that may see it, empty for everybody. What is said about it follows.
        theme_id: the theme that a question about it has unless another is chosen.
    """

    title: str
    url: str
    restricted_to: Sequence[int] = ()
    theme_id: int | None = None


@dataclasses.dataclass(frozen=True)
class Kind:
    """Where the anchors of one kind are found: in SQL, so that a list of threads brings what each of them is about.

    Parameters:
        sql: a subquery that gives a JSON array for the id ``{id}``, and no row where there is no such thing. It may use
            %(language)s and %(first)s, the reader's language and the site's; no row of it is called t, as the thread's is.
        read: makes the anchor of an id and of that array.
    """

    sql: str
    read: Callable[[int, Any], Anchor | None]


# Given kind, id and the audiences that may see the anchor now (empty: everybody).
Listener = Callable[[str, int, Sequence[int]], None]

# Given the words by which files name an anchor (a lesson: "sequence-slug/lesson-slug"), returns its id.
Reference = Callable[[str], int | None]
# A subquery in SQL, with %(me)s for a member's id: the ids of the anchors that they are through with, one column.
Familiar = str

# Gives the ids of the anchors of one kind with which newcomers may begin, the best first; open to everybody.
Opener = Callable[[], Sequence[int]]

kinds: Registry[Kind] = Registry("anchor kind")
references: Registry[Reference] = Registry("anchor reference")
familiar: Registry[Familiar] = Registry("familiar anchors")
listeners: Registry[Listener] = Registry("anchor listener")
openers: Registry[Opener] = Registry("opening anchors")


def resolve(kind: str, ids: Collection[int]) -> Mapping[int, Anchor]:
    """What is known of the anchors of one kind; unknown ids are left out. One query."""
    known = kinds.get(kind)
    if not (known and ids):
        return {}
    sql = f"SELECT i, ({known.sql.replace('{id}', 'i')})::text FROM unnest(%(ids)s::bigint[]) AS i"
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters() | {"ids": list(ids)})
        found = {id: read(kind, id, said) for id, said in cursor.fetchall()}
    return {id: anchor for id, anchor in found.items() if anchor}


def expression(kind: str, id: str) -> str:
    """SQL of what ``read`` reads, for the kind and the id that two other expressions give. It needs ``parameters``."""
    return _expression(kind, id, tuple(kinds))


@lru_cache(maxsize=16)
def _expression(kind: str, id: str, known: tuple[tuple[str, Kind], ...]) -> str:
    each = "".join(f" WHEN '{name}' THEN ({one.sql.replace('{id}', id)})" for name, one in known)
    return f"(CASE {kind} WHEN '' THEN NULL{each} END)::text"


def parameters() -> dict[str, Any]:
    return {"language": reading(), "first": settings.LANGUAGE_CODE}


def read(kind: str, id: int | None, said: str | None) -> Anchor | None:
    """The anchor that ``expression`` found, None where there is none."""
    return kinds[kind].read(id, json.loads(said)) if said and id is not None else None


def changed(kind: str, id: int, restricted_to: Sequence[int]) -> None:
    """Tells the listeners that an anchor is now for ``restricted_to``."""
    for _name, listener in listeners:
        listener(kind, id, restricted_to)


def first_pages() -> list[tuple[str, int, Anchor]]:
    """Where newcomers may begin: kind, id, and what is known of it."""
    found = []
    for kind, opener in openers:
        ids = opener()
        known = resolve(kind, ids)
        found += [(kind, id, known[id]) for id in ids if id in known]
    return found
