"""The journal's face to the packages above it."""

from .consumers import consumers, consumes
from .events import Event, event, event_types
from .nameless import acts_of, forget_member, make_nameless
from .queries import withheld
from .record import record, record_many, recorded_with, recording

__all__ = [
    "Event",
    "acts_of",
    "consumers",
    "consumes",
    "event",
    "event_types",
    "forget_member",
    "make_nameless",
    "record",
    "record_many",
    "recorded_with",
    "recording",
    "withheld",
]
