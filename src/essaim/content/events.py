"""What happens to content."""

import dataclasses

from essaim.journal import api as journal


@journal.event("content.programme-published", subject="programme", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class ProgrammePublished(journal.Event):
    """A programme was published, or published again, in one language."""

    language: str

    @classmethod
    def sample(cls) -> "ProgrammePublished":
        return cls(actor_id=1, subject_id=1, language="fr")


@journal.event("content.programme-withdrawn", subject="programme", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class ProgrammeWithdrawn(journal.Event):
    """A programme can no longer be read in one language."""

    language: str

    @classmethod
    def sample(cls) -> "ProgrammeWithdrawn":
        return cls(actor_id=1, subject_id=1, language="fr")
