"""The journal's face to the packages above it."""

from .consumers import consumers, consumes
from .events import Event, event, event_types
from .record import record, record_many

__all__ = ["Event", "consumers", "consumes", "event", "event_types", "record", "record_many"]
