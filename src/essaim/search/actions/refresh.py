"""Asking for documents to be indexed again."""

from collections.abc import Iterable
from itertools import islice

from procrastinate.types import JSONDict

from essaim.search.listeners import tell
from essaim.search.models.document import EVERYBODY, NOBODY, IndexedDocument

BATCH = 200


def restrict(kind: str, ids: Iterable[int], restricted_to: Iterable[int]) -> None:
    """Has the documents ``ids`` of a source found by nobody but these audiences (everybody if empty), in the caller's transaction.

    For an act that takes something from somebody's sight: indexing comes later, and until then they would find it. What is
    hidden stays so.
    """
    ids, now = list(ids), sorted(restricted_to) or [EVERYBODY]
    documents = IndexedDocument.objects.filter(kind=kind, object_id__in=ids)
    if documents.exclude(restricted_to=[NOBODY]).exclude(restricted_to=now).update(restricted_to=now):
        tell(kind, ids)


def hide(kind: str, ids: Iterable[int], language: str = "") -> None:
    """Has the documents ``ids`` of a source, or their words in one language, found by nobody, in the caller's transaction.

    For an act that withdraws something. They are removed when they are indexed: the vocabulary counts them until then.
    """
    ids = list(ids)
    documents = IndexedDocument.objects.filter(kind=kind, object_id__in=ids).exclude(restricted_to=[NOBODY])
    if (documents.filter(language=language) if language else documents).update(restricted_to=[NOBODY]):
        tell(kind, ids)


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
