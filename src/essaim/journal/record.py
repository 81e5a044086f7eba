"""Writing to the log."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from essaim.kernel import clock

from .consumers import for_type
from .events import Event
from .models import Entry


def record(event: Event) -> int:
    """Writes ``event`` and enqueues its consumers, in the transaction of the act that caused it.

    Returns the id of the entry. Raises TransactionManagementError outside a transaction: an event without its act, or an
    act without its event, must not exist.
    """
    from .tasks import consume

    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("journal.record needs the transaction of the act")
    entry = _entry(event, clock.now())
    entry.save()
    jobs: list[dict[str, Any]] = [{"entry_id": entry.pk, "consumer": consumer.name} for consumer in for_type(event.type)]
    if jobs:
        # One call for all of them: six single defers cost twice as much.
        consume.batch_defer(*jobs)
    return entry.pk


def _entry(event: Event, now: datetime) -> Entry:
    return Entry(
        type=event.type,
        version=event.version,
        actor_id=event.actor_id,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        payload=event.payload(),
        occurred_at=now,
    )


def record_many(events: Iterable[Event]) -> int:
    """``record`` for the thousands of events of one import: a few statements per thousand. Returns how many were written."""
    from .tasks import consume

    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("journal.record_many needs the transaction of the act")
    now, written, events = clock.now(), 0, iter(events)
    while batch := list(islice(events, 1000)):
        entries = Entry.objects.bulk_create(_entry(event, now) for event in batch)
        jobs: list[dict[str, Any]] = [
            {"entry_id": entry.pk, "consumer": consumer.name} for entry in entries for consumer in for_type(entry.type)
        ]
        if jobs:
            consume.batch_defer(*jobs)
        written += len(entries)
    return written
