"""The job that keeps the index true."""

from procrastinate.contrib.django import app


@app.task(name="search.index", queue="search")
def index(kind: str, ids: list[int]) -> None:
    from .actions.index import index_documents

    index_documents(kind=kind, ids=ids)
