"""Runs one consumer on one entry, outside the request that caused it."""

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .consumers import consumers
from .events import load
from .models import Entry


@app.task(name="journal.consume", queue="events", retry=RetryStrategy(max_attempts=8, exponential_wait=3))
def consume(entry_id: int, consumer: str) -> None:
    """Hands entry ``entry_id`` to ``consumer``; what it writes is in one transaction, so a kill leaves nothing half done."""
    known = consumers.get(consumer)
    entry = Entry.objects.filter(pk=entry_id).first()
    if known is None or entry is None:
        return
    with transaction.atomic():
        known.handle(entry_id, load(entry.type, entry.actor_id, entry.subject_id, entry.payload))
