"""What an event is: a frozen dataclass with a name, a version and a sample."""

import dataclasses
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from essaim.kernel.registry import Registry

MemberField = str | tuple[str, str, str]


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """The base of every event.

    Parameters:
        actor_id: the member who acted, None when a machine did.
        subject_id: the id of what was acted upon, of the class's ``subject_type``.
    """

    type: ClassVar[str]
    version: ClassVar[int] = 1
    subject_type: ClassVar[str]
    shared: ClassVar[bool] = False
    # The fields of its own that hold ids of members: a nameless entry loses them.
    members: ClassVar[tuple["MemberField", ...]] = ()

    actor_id: int | None
    subject_id: int

    def payload(self) -> dict[str, Any]:
        """The fields that the event adds to the base; JSON values only."""
        return {name: value for name, value in vars(self).items() if name not in ("actor_id", "subject_id")}

    @classmethod
    def sample(cls) -> "Event":
        """An example, for tests and documentation."""
        raise NotImplementedError(cls)


event_types: Registry[type[Event]] = Registry("event type")

E = TypeVar("E", bound=type[Event])


def event(type: str, *, subject: str, shared: bool = False, members: tuple[MemberField, ...] = ()) -> Callable[[E], E]:
    """Names an event class: ``@event("conversations.post-published", subject="post")``, package first.

    Parameters:
        shared: programs outside may follow it (the API), its actor included. Not what a member does for themselves alone.
        members: those of its fields that hold ids of members, one or a list; ``("anchor_id", "anchor_type", "member")`` is a
            field that does so where another has that value.
    """

    def register(cls: E) -> E:
        cls.type, cls.subject_type, cls.shared, cls.members = type, subject, shared, members
        event_types.add(type, cls)
        return cls

    return register


def load(type: str, actor_id: int | None, subject_id: int, payload: dict[str, Any]) -> Event:
    """An event back from its stored row; fields that its class no longer knows are dropped."""
    cls = event_types[type]
    known = {field.name for field in dataclasses.fields(cls)}
    return cls(actor_id=actor_id, subject_id=subject_id, **{k: v for k, v in payload.items() if k in known})
