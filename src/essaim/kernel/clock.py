"""The time, from one place, so that a test can set it."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return timezone.now()


def today() -> date:
    """The present day where the organisation is."""
    return timezone.localdate()
