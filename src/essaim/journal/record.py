"""Writing to the log."""

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
    entry = Entry.objects.create(
        type=event.type,
        version=event.version,
        actor_id=event.actor_id,
        subject_type=event.subject_type,
        subject_id=event.subject_id,
        payload=event.payload(),
        occurred_at=clock.now(),
    )
    jobs = [{"entry_id": entry.pk, "consumer": consumer.name} for consumer in for_type(event.type)]
    if jobs:
        # One call for all of them: six single defers cost twice as much.
        consume.batch_defer(*jobs)
    return entry.pk
