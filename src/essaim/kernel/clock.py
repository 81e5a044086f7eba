"""The time, from one place, so that a test can set it."""

from datetime import UTC, date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    # As Django's, which looks at its settings each time: a list asks for each of its lines.
    return datetime.now(UTC)


def today() -> date:
    """The present day where the organisation is."""
    return timezone.localdate()
