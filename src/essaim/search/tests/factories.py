"""Documents for tests of the search, from a source that lives as long as the test."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from essaim.search.actions.index import index_documents
from essaim.search.sources import Document, Source, register, sources

KIND = "test"


class Library:
    """Documents that a test puts in and takes out."""

    def __init__(self) -> None:
        self.documents: dict[int, list[Document]] = {}

    def add(self, title: str, body: str = "", *, id: int = 0, language: str = "fr", **fields: Any) -> int:
        """Adds a document and has it indexed. Returns its id."""
        id = id or len(self.documents) + 1
        document = Document(kind=KIND, id=id, language=language, title=title, body=body, url=f"/test/{id}/", **fields)
        kept = [other for other in self.documents.get(id, []) if other.language != language]
        self.documents[id] = [*kept, document]
        self.index([id])
        return id

    def index(self, ids: Collection[int]) -> int:
        return index_documents(kind=KIND, ids=ids)

    def load(self, ids: Collection[int]) -> Iterable[Document]:
        return [document for id in ids for document in self.documents.get(id, [])]


@contextmanager
def library() -> Iterator[Library]:
    shelf = Library()
    register(Source(kind=KIND, label="Essais", one="Essai", load=shelf.load, all_ids=lambda: list(shelf.documents)))
    try:
        yield shelf
    finally:
        del sources._items[KIND]
