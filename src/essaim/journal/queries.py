"""Reading the log from outside, without missing what is still being written."""

from collections.abc import Callable, Collection, Sequence

from django.db import connection
from django.db.models import Min

from essaim.kernel.registry import Registry

from .events import event_types
from .models import Entry

# Of entries that may be followed by their type, the ids of those that may not by what they are about.
withheld: Registry[Callable[[Sequence[Entry]], Collection[int]]] = Registry("withheld entries")

# An act takes its number when it writes, and shows when it commits: a later number may show first. What is younger than the
# oldest act still running waits for it, less a margin for clocks of several machines that differ.
_SETTLED = """
SELECT least(min(xact_start), clock_timestamp()) - interval '3 seconds'
FROM pg_stat_activity WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""


def shared_types() -> list[str]:
    """The types of events that may be followed from outside."""
    return sorted(name for name, cls in event_types if cls.shared)


def entries_behind(id: int, *, types: Sequence[str], limit: int) -> list[Entry]:
    """Entries in the order of the log, those behind ``id``; none is ever skipped by whoever follows with the last id.

    An entry shows a few seconds after its act, or once the acts that were running then have ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED)
        (settled,) = cursor.fetchone()
    behind = Entry.objects.filter(pk__gt=id)
    first_open = behind.filter(occurred_at__gte=settled).aggregate(first=Min("pk"))["first"]
    if first_open is not None:
        behind = behind.filter(pk__lt=first_open)
    return list(behind.filter(type__in=types).order_by("pk")[:limit])
