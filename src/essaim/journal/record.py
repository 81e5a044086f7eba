"""Writing to the log."""

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from essaim.kernel import clock

from .consumers import names_for
from .events import Event
from .models import Entry

# The entry and the job for its consumers in one statement, with the function by which procrastinate itself defers: a call a table is
# a third of what a reply costs. One job for all of them: each writes into eight indexes, and is taken and put away by the worker.
_ENTRY = """
entry AS (
    INSERT INTO journal_entry (type, version, actor_id, subject_type, subject_id, payload, occurred_at)
    SELECT %(event_type)s, %(event_version)s, %(event_actor)s, %(event_subject_type)s, subject.id, {payload}, %(event_now)s
    FROM {subject} AS subject
    RETURNING id
), recorded AS (
    SELECT entry.id, procrastinate_defer_jobs_v1(ARRAY(
        SELECT (%(event_queue)s::text, %(event_task)s::text, %(event_priority)s::int, NULL, NULL,
                jsonb_build_object('entry_id', entry.id, 'names', %(event_consumers)s::jsonb),
                NULL)::procrastinate_job_to_defer_v1
        WHERE %(event_consumers)s::jsonb <> '[]'
    ))
    FROM entry
)
"""
_PAYLOAD = "%(event_payload)s::jsonb"
_RECORD = f"WITH {_ENTRY.format(subject='(SELECT %(event_subject)s::bigint AS id)', payload=_PAYLOAD)} SELECT id FROM recorded"


def recording(*, subject: str, more: str = "") -> str:
    """``record`` as part of the one statement of an act, which is its own transaction: definitions for its WITH, of which it reads
    ``recorded``. Its parameters are those of ``recorded_with``. For the one act that happens all the time, a reply: how an entry is
    written stays known here alone.

    Parameters:
        subject: what in the statement has the subject's ``id``, in one row or, where the act did not take place, in none.
        more: a jsonb expression over ``subject`` for what the payload has of the act's own rows, "" for nothing.
    """
    return _ENTRY.format(subject=subject, payload=f"{_PAYLOAD} || {more}" if more else _PAYLOAD)


def recorded_with(event: Event) -> dict[str, Any]:
    """The parameters of ``recording``; the event's own subject is not among what is written."""
    from .tasks import consume

    return {
        "event_type": event.type, "event_version": event.version, "event_actor": event.actor_id,
        "event_subject_type": event.subject_type, "event_subject": event.subject_id, "event_payload": json.dumps(event.payload()),
        "event_now": clock.now(), "event_queue": consume.queue, "event_task": consume.name, "event_priority": consume.priority,
        "event_consumers": json.dumps(names_for(event.type)),
    }  # fmt: skip


def record(event: Event) -> int:
    """Writes ``event`` and enqueues its consumers, in the transaction of the act that caused it.

    Returns the id of the entry. Raises TransactionManagementError outside a transaction: an event without its act, or an
    act without its event, must not exist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("journal.record needs the transaction of the act")
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, recorded_with(event))
        return int(cursor.fetchone()[0])


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
            {"entry_id": entry.pk, "names": names} for entry in entries if (names := names_for(entry.type))
        ]
        if jobs:
            consume.batch_defer(*jobs)
        written += len(entries)
    return written
