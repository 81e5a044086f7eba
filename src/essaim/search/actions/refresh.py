"""Asking for documents to be indexed again."""

from collections.abc import Iterable
from itertools import islice

from procrastinate.types import JSONDict

from essaim.journal import api as journal

BATCH = 200


def refreshing(kind: str, ids: Iterable[int]) -> journal.Job:
    """The job of ``refresh`` for a few documents, to go with the event of the act that changed them (``journal.record``)."""
    from essaim.search.tasks import index

    return index, {"kind": kind, "ids": sorted(set(ids))}


def refresh(kind: str, ids: Iterable[int]) -> None:
    """Has the documents ``ids`` of a source indexed again, or removed, soon after the caller's transaction.

    Called in the transaction of the act that changed them: what is found follows what is true, whatever is killed.
    """
    from essaim.search.tasks import index

    rest = iter(sorted(set(ids)))
    jobs: list[JSONDict] = []
    while batch := list(islice(rest, BATCH)):
        jobs.append({"kind": kind, "ids": [*batch]})
    if jobs:
        index.batch_defer(*jobs)
