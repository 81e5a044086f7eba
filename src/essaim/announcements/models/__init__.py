from .announcement import Announcement, AnnouncementQuerySet, Seen

__all__ = ["Announcement", "AnnouncementQuerySet", "Seen"]
