"""Announcements come out, at once or at their hour."""

from django.db import transaction

from essaim.announcements import indexing
from essaim.announcements.events import AnnouncementPublished
from essaim.announcements.models import Announcement
from essaim.announcements.queries import editable_by
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.people.models import Member


@transaction.atomic
def publish_announcement(*, actor: Member, announcement_id: int) -> Announcement:
    """Brings a draft out, now or at the moment that it names. What is out or scheduled already stays as it is.

    Raises Announcement.DoesNotExist, also for who does not run it.
    """
    found = editable_by(actor).select_for_update().get(pk=announcement_id)
    if found.state == Announcement.State.DRAFT:
        if found.publish_at and found.publish_at > clock.now():
            found.state = Announcement.State.SCHEDULED
            found.version += 1
            found.save(update_fields=["state", "version"])
        else:
            _bring_out(found)
    return found


@transaction.atomic
def publish_due() -> int:
    """Every minute: brings out what was scheduled for now. Returns how many."""
    due = Announcement.objects.select_for_update(skip_locked=True).filter(
        state=Announcement.State.SCHEDULED, publish_at__lte=clock.now()
    )
    found = list(due.order_by("publish_at", "pk"))
    for announcement in found:
        _bring_out(announcement)
    return len(found)


def _bring_out(announcement: Announcement) -> None:
    announcement.state, announcement.publish_at = Announcement.State.PUBLISHED, clock.now()
    announcement.version += 1
    announcement.save(update_fields=["state", "publish_at", "version"])
    journal.record(
        AnnouncementPublished(
            actor_id=announcement.author_id, subject_id=announcement.pk, by_mail=announcement.by_mail,
            restricted_to=announcement.restricted_to,
        )
    )  # fmt: skip
    indexing.refresh([announcement.pk])
