"""What happens to lessons, and what members do with them."""

import dataclasses

from essaim.journal import api as journal


@journal.event("learning.sequence-published", subject="sequence", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class SequencePublished(journal.Event):
    """A sequence was published, or published again, in one language."""

    language: str

    @classmethod
    def sample(cls) -> "SequencePublished":
        return cls(actor_id=1, subject_id=1, language="fr")


@journal.event("learning.sequence-withdrawn", subject="sequence", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class SequenceWithdrawn(journal.Event):
    """A sequence can no longer be read in one language."""

    language: str

    @classmethod
    def sample(cls) -> "SequenceWithdrawn":
        return cls(actor_id=1, subject_id=1, language="fr")


@journal.event("learning.lesson-published", subject="lesson", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class LessonPublished(journal.Event):
    """A lesson was published, or published again, in one language. ``first`` is its first time in any language."""

    language: str
    first: bool

    @classmethod
    def sample(cls) -> "LessonPublished":
        return cls(actor_id=1, subject_id=1, language="fr", first=True)


@journal.event("learning.lesson-withdrawn", subject="lesson", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class LessonWithdrawn(journal.Event):
    """A lesson can no longer be read in one language."""

    language: str

    @classmethod
    def sample(cls) -> "LessonWithdrawn":
        return cls(actor_id=1, subject_id=1, language="fr")


@journal.event("learning.lesson-completed", subject="lesson")
@dataclasses.dataclass(frozen=True, kw_only=True)
class LessonCompleted(journal.Event):
    """A member finished a lesson, for the first time."""

    sequence_id: int

    @classmethod
    def sample(cls) -> "LessonCompleted":
        return cls(actor_id=1, subject_id=1, sequence_id=1)
