"""Asking for documents to be indexed again."""

from collections.abc import Iterable
from itertools import islice

from procrastinate.types import JSONDict

from essaim.journal import api as journal
from essaim.search.models.document import EVERYBODY, IndexedDocument

BATCH = 200


def refreshing(kind: str, ids: Iterable[int]) -> journal.Job:
    """The job of ``refresh`` for a few documents, to go with the event of the act that changed them (``journal.record``)."""
    from essaim.search.tasks import index

    return index, {"kind": kind, "ids": sorted(set(ids))}


def restrict(kind: str, ids: Iterable[int], restricted_to: Iterable[int]) -> None:
    """Has the documents ``ids`` of a source found by nobody but these audiences (everybody if empty), in the caller's transaction.

    For an act that takes something from somebody's sight: indexing comes later, and until then they would find it.
    """
    documents = IndexedDocument.objects.filter(kind=kind, object_id__in=list(ids))
    documents.update(restricted_to=sorted(restricted_to) or [EVERYBODY])


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
