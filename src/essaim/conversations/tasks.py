"""The jobs of conversations."""

from procrastinate.contrib.django import app

from essaim.kernel import clock

from .actions import attachments, unread
from .actions.references import rename_all_references, rename_references


@app.periodic(cron="23 3 * * *")
@app.task(name="conversations.sweep-files", queue="upkeep", pass_context=False)
def sweep_files(timestamp: int) -> None:
    attachments.sweep(clock.now())


@app.periodic(cron="52 * * * *")
@app.task(name="conversations.look-again", queue="upkeep", pass_context=False)
def look_again(timestamp: int) -> None:
    unread.look_again()


@app.task(name="conversations.rename-references", queue="search")
def rename(kind: str, ids: list[int]) -> None:
    rename_references(kind=kind, ids=ids)


@app.periodic(cron="41 3 * * *")
@app.task(name="conversations.rename-all-references", queue="upkeep", pass_context=False)
def rename_all(timestamp: int) -> None:
    rename_all_references()
