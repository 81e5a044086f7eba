"""What happens around members' rights. No event names the erased person: the log keeps these as it keeps the others."""

import dataclasses

from essaim.journal.api import Event, event


@event("privacy.archive-asked", subject="archive")
@dataclasses.dataclass(frozen=True, kw_only=True)
class ArchiveAsked(Event):
    """A member asked for everything that is held about them."""

    @classmethod
    def sample(cls) -> "ArchiveAsked":
        return cls(actor_id=1, subject_id=2)


@event("privacy.archive-ready", subject="archive", members=("member_id",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class ArchiveReady(Event):
    """The archive of ``member_id`` can be taken."""

    member_id: int | None

    @classmethod
    def sample(cls) -> "ArchiveReady":
        return cls(actor_id=None, subject_id=2, member_id=1)


@event("privacy.archive-taken", subject="archive")
@dataclasses.dataclass(frozen=True, kw_only=True)
class ArchiveTaken(Event):
    """A member took their archive: it is gone from here."""

    @classmethod
    def sample(cls) -> "ArchiveTaken":
        return cls(actor_id=1, subject_id=2)


@event("privacy.erasure-asked", subject="erasure", members=("member_id",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class ErasureAsked(Event):
    """``member_id`` is to be erased; ``reason`` is one of models.erasure.Reason."""

    member_id: int | None
    reason: str

    @classmethod
    def sample(cls) -> "ErasureAsked":
        return cls(actor_id=1, subject_id=3, member_id=1, reason="asked")


@event("privacy.erasure-cancelled", subject="erasure", members=("member_id",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class ErasureCancelled(Event):
    """``member_id`` stays."""

    member_id: int | None

    @classmethod
    def sample(cls) -> "ErasureCancelled":
        return cls(actor_id=1, subject_id=3, member_id=1)


@event("privacy.member-erased", subject="erasure")
@dataclasses.dataclass(frozen=True, kw_only=True)
class MemberErased(Event):
    """Somebody was erased. ``keeps_texts``: what they wrote stays under a neutral name."""

    keeps_texts: bool

    @classmethod
    def sample(cls) -> "MemberErased":
        return cls(actor_id=None, subject_id=3, keeps_texts=True)


@event("privacy.record-changed", subject="record")
@dataclasses.dataclass(frozen=True, kw_only=True)
class RecordChanged(Event):
    """An administrator changed what the organisation says in its record of processing."""

    @classmethod
    def sample(cls) -> "RecordChanged":
        return cls(actor_id=1, subject_id=1)
