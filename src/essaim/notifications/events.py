"""What happens in notifications that others may want to know: what somebody is told is theirs alone."""

import dataclasses

from essaim.journal.api import Event, event


@event("notifications.quiet-hours-changed", subject="site")
@dataclasses.dataclass(frozen=True, kw_only=True)
class QuietHoursChanged(Event):
    """The hours in which nothing disturbs the people of a site changed; site 0 is every one that has none of its own."""

    @classmethod
    def sample(cls) -> "QuietHoursChanged":
        return cls(actor_id=1, subject_id=2)
