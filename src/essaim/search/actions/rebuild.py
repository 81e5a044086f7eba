"""The whole index again."""

from collections.abc import Iterator

from django.db import connection

from essaim.search.models import IndexedDocument
from essaim.search.sources import sources

from .index import index_documents

BATCH = 500


def rebuild(kind: str) -> Iterator[tuple[int, int]]:
    """Indexes every document of a kind again, and removes those that are no more; yields how many are done, of how many.

    Batch by batch, each in its transaction, so that the search answers and the index job works meanwhile.
    """
    current = list(sources[kind].all_ids())
    known = IndexedDocument.objects.filter(kind=kind).order_by("object_id").values_list("object_id", flat=True).distinct()
    ids = sorted(set(current) | set(known))
    yield 0, len(ids)
    for start in range(0, len(ids), BATCH):
        index_documents(kind=kind, ids=ids[start : start + BATCH])
        yield min(start + BATCH, len(ids)), len(ids)
    with connection.cursor() as cursor:
        # The planner knows a freshly filled table only once it has looked at it.
        cursor.execute("ANALYZE search_document, search_term, search_word")
