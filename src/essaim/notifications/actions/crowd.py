"""Telling a crowd, batch by batch."""

from django.db import transaction

from essaim.notifications.crowds import BATCH, crowds

from .notify import tell


def tell_crowd(*, crowd: str, entry_id: int, subject_id: int, after: int = 0) -> None:
    """Has everybody in a registered crowd told, by jobs of the worker. Called by a consumer, in its transaction."""
    from essaim.notifications.tasks import tell_batch as job

    job.defer(crowd=crowd, entry_id=entry_id, subject_id=subject_id, after=after)


@transaction.atomic
def tell_batch(*, crowd: str, entry_id: int, subject_id: int, after: int) -> int:
    """Tells the members of a crowd who come behind ``after``, at most BATCH, and has the following told. Returns how many heard."""
    source = crowds.get(crowd)
    found = source(entry_id, subject_id) if source else None
    if found is None:
        return 0
    ids = list(found.recipients_after(after, BATCH))
    told = tell(found.telling, ids)
    if len(ids) >= BATCH:
        tell_crowd(crowd=crowd, entry_id=entry_id, subject_id=subject_id, after=ids[-1])
    return told
