"""What happens between two people. Programs outside follow none of it: it is theirs alone."""

import dataclasses

from essaim.journal.api import Event, event


@event("accompaniment.asked", subject="accompaniment")
@dataclasses.dataclass(frozen=True, kw_only=True)
class AccompanimentAsked(Event):
    @classmethod
    def sample(cls) -> "AccompanimentAsked":
        return cls(actor_id=1, subject_id=2)


@event("accompaniment.moved", subject="accompaniment")
@dataclasses.dataclass(frozen=True, kw_only=True)
class AccompanimentMoved(Event):
    """One of the two did something: ``step`` is proposed, accepted, declined, withdrawn, met, not-met, reached or ended."""

    step: str

    @classmethod
    def sample(cls) -> "AccompanimentMoved":
        return cls(actor_id=1, subject_id=2, step="accepted")


@event("accompaniment.due", subject="accompaniment")
@dataclasses.dataclass(frozen=True, kw_only=True)
class AccompanimentDue(Event):
    """Time passed: ``step`` is unanswered, meeting (it is over) or follow-up (two weeks are)."""

    step: str

    @classmethod
    def sample(cls) -> "AccompanimentDue":
        return cls(actor_id=None, subject_id=2, step="unanswered")


@event("accompaniment.testimony-moved", subject="accompaniment")
@dataclasses.dataclass(frozen=True, kw_only=True)
class TestimonyMoved(Event):
    """``step`` is written, agreed, published or taken-back."""

    __test__ = False

    step: str

    @classmethod
    def sample(cls) -> "TestimonyMoved":
        return cls(actor_id=1, subject_id=2, step="written")


@event("accompaniment.volunteer-changed", subject="member")
@dataclasses.dataclass(frozen=True, kw_only=True)
class VolunteerChanged(Event):
    """A member said whether, and on what, they accompany colleagues."""

    willing: bool

    @classmethod
    def sample(cls) -> "VolunteerChanged":
        return cls(actor_id=1, subject_id=1, willing=True)
