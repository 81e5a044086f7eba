"""Who wants to hear of which events.

A consumer is an idempotent function ``(entry_id, event)``: it may be called more than once for one entry, and it records
no events itself, so that there are no chains.
"""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any

from essaim.kernel.registry import Registry

from .events import Event

# Each consumer names the events it takes; what it is handed is one of those.
Handler = Callable[[int, Any], None]


@dataclasses.dataclass(frozen=True)
class Consumer:
    name: str
    handle: Handler
    types: frozenset[str]
    # Has its turn after the others, which need not wait for what takes long.
    late: bool = False


consumers: Registry[Consumer] = Registry("consumer")


def consumes(*types: type[Event], late: bool = False) -> Callable[[Handler], Handler]:
    """Registers a function as a consumer of ``types``, named after its module and itself.

    Parameters:
        late: it has its turn after the others.
    """

    def register(handle: Handler) -> Handler:
        name = f"{handle.__module__.removeprefix('essaim.')}.{handle.__name__}"
        consumers.add(name, Consumer(name, handle, frozenset(t.type for t in types), late))
        return handle

    return register


def for_type(type: str) -> Sequence[Consumer]:
    found = [consumer for _, consumer in consumers if type in consumer.types]
    return sorted(found, key=lambda consumer: consumer.late)


def names_for(type: str) -> list[str]:
    return [consumer.name for consumer in for_type(type)]
