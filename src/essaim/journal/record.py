"""Writing to the log."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction
from procrastinate.tasks import Task

from essaim.kernel import clock

from .consumers import for_type
from .events import Event
from .models import Entry

# A task, and what it is called with.
Job = tuple[Task[Any, Any, Any], Mapping[str, Any]]

# The entry and its jobs in one statement, with the function by which procrastinate itself defers: a call a table is a
# third of what a reply costs.
_ENTRY = """
entry AS (
    INSERT INTO journal_entry (type, version, actor_id, subject_type, subject_id, payload, occurred_at)
    SELECT %(event_type)s, %(event_version)s, %(event_actor)s, %(event_subject_type)s, subject.id, {payload}, %(event_now)s
    FROM {subject} AS subject
    RETURNING id
), recorded AS (
    SELECT entry.id, procrastinate_defer_jobs_v1(ARRAY(
        SELECT (job.queue, job.task, job.priority, NULL, NULL,
                CASE WHEN job.hears THEN job.args || jsonb_build_object('entry_id', entry.id) ELSE job.args END,
                NULL)::procrastinate_job_to_defer_v1
        FROM jsonb_to_recordset(%(event_jobs)s::jsonb) AS job(queue text, task text, priority int, hears boolean, args jsonb)
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


def recorded_with(event: Event, *, jobs: Sequence[Job] = ()) -> dict[str, Any]:
    """The parameters of ``recording``; the event's own subject is not among what is written."""
    from .tasks import consume

    deferred = [_deferred(consume, {"consumer": consumer.name}, hears=True) for consumer in for_type(event.type)]
    deferred += [_deferred(task, arguments) for task, arguments in jobs]
    return {
        "event_type": event.type, "event_version": event.version, "event_actor": event.actor_id,
        "event_subject_type": event.subject_type, "event_subject": event.subject_id, "event_payload": json.dumps(event.payload()),
        "event_now": clock.now(), "event_jobs": json.dumps(deferred),
    }  # fmt: skip


def record(event: Event, *, jobs: Sequence[Job] = ()) -> int:
    """Writes ``event`` and enqueues its consumers, in the transaction of the act that caused it.

    Parameters:
        jobs: what the act enqueues besides; with the event it costs nothing.

    Returns the id of the entry. Raises TransactionManagementError outside a transaction: an event without its act, or an
    act without its event, must not exist.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("journal.record needs the transaction of the act")
    with connection.cursor() as cursor:
        cursor.execute(_RECORD, recorded_with(event, jobs=jobs))
        return int(cursor.fetchone()[0])


def _deferred(task: Task[Any, Any, Any], arguments: Mapping[str, Any], *, hears: bool = False) -> dict[str, Any]:
    return {"queue": task.queue, "task": task.name, "priority": task.priority, "hears": hears, "args": arguments}


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
