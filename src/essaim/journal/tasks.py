"""Hands one entry to its consumers, outside the request that caused it."""

import logging
from collections.abc import Sequence

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .consumers import consumers
from .events import load
from .models import Entry

logger = logging.getLogger(__name__)


@app.task(name="journal.consume", queue="events", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def consume(entry_id: int, names: Sequence[str] = (), consumer: str = "") -> None:
    """Hands entry ``entry_id`` to the consumers called so, one after the other; what each writes is in one transaction, so a kill
    leaves nothing half done. Where one fails the others have their turn, and all of them have it again, later: they bear it.

    Parameters:
        consumer: one more, as jobs had it that were queued by versions before.
    """
    entry = Entry.objects.filter(pk=entry_id).first()
    if entry is None:
        return
    failed: Exception | None = None
    for known in filter(None, map(consumers.get, filter(None, [*names, consumer]))):
        try:
            with transaction.atomic():
                known.handle(entry_id, load(entry.type, entry.actor_id, entry.subject_id, entry.payload))
        except Exception as problem:
            # The queue only hears of the first.
            logger.exception("consumer %s of entry %s", known.name, entry_id)
            failed = failed or problem
    if failed:
        raise failed
