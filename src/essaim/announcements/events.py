"""What happens to announcements. Drafts are nobody's business: they are no events."""

import dataclasses

from essaim.journal.api import Event, event


@event("announcements.announcement-published", subject="announcement")
@dataclasses.dataclass(frozen=True, kw_only=True)
class AnnouncementPublished(Event):
    """An announcement came out; ``actor_id`` wrote it. Those it is for hear of it by mail if ``by_mail``."""

    by_mail: bool
    restricted_to: list[int] = dataclasses.field(default_factory=list)

    @classmethod
    def sample(cls) -> "AnnouncementPublished":
        return cls(actor_id=1, subject_id=2, by_mail=True, restricted_to=[3])


@event("announcements.announcement-changed", subject="announcement")
@dataclasses.dataclass(frozen=True, kw_only=True)
class AnnouncementChanged(Event):
    """Words of an announcement that is out were changed. Nobody is notified again."""

    @classmethod
    def sample(cls) -> "AnnouncementChanged":
        return cls(actor_id=1, subject_id=2)


@event("announcements.announcement-withdrawn", subject="announcement")
@dataclasses.dataclass(frozen=True, kw_only=True)
class AnnouncementWithdrawn(Event):
    @classmethod
    def sample(cls) -> "AnnouncementWithdrawn":
        return cls(actor_id=1, subject_id=2)


@event("announcements.announcements-imported", subject="announcement")
@dataclasses.dataclass(frozen=True, kw_only=True)
class AnnouncementsImported(Event):
    """Announcements came from a file; ``subject_id`` is the first of them. Nobody is notified."""

    announcements: int

    @classmethod
    def sample(cls) -> "AnnouncementsImported":
        return cls(actor_id=None, subject_id=2, announcements=3)
