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
