"""What happens to the organisation, as the journal tells it."""

import dataclasses

from essaim.journal.api import Event, event


@event("organisation.settings-changed", subject="organisation")
@dataclasses.dataclass(frozen=True, kw_only=True)
class SettingsChanged(Event):
    """Something that the organisation says of itself changed; ``changed`` names what."""

    changed: list[str]

    @classmethod
    def sample(cls) -> "SettingsChanged":
        return cls(actor_id=1, subject_id=1, changed=["accent", "name"])


@event("organisation.job-family-renamed", subject="job-family")
@dataclasses.dataclass(frozen=True, kw_only=True)
class JobFamilyRenamed(Event):
    """A job family has another name, in one language or in both. Its members are the same."""

    @classmethod
    def sample(cls) -> "JobFamilyRenamed":
        return cls(actor_id=1, subject_id=1)


@event("organisation.site-renamed", subject="site")
@dataclasses.dataclass(frozen=True, kw_only=True)
class SiteRenamed(Event):
    """A place of work has another name, in one language or in both."""

    @classmethod
    def sample(cls) -> "SiteRenamed":
        return cls(actor_id=1, subject_id=1)
