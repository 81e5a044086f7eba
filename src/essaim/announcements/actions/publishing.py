"""Announcements come out, at once or at their hour, and reach those whom they are for."""

from django.db import transaction

from essaim.announcements import indexing, queries
from essaim.announcements.events import AnnouncementPublished
from essaim.announcements.models import Announcement
from essaim.announcements.notifications import tell
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.people.models import Member

# Members in one job: each is a transaction of well under a second.
BATCH = 500


@transaction.atomic
def publish_announcement(*, actor: Member, announcement_id: int) -> Announcement:
    """Brings a draft out, now or at the moment that it names. What is out or scheduled already stays as it is.

    Raises Announcement.DoesNotExist.
    """
    found = Announcement.objects.select_for_update().get(pk=announcement_id)
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


@transaction.atomic
def deliver(*, announcement_id: int, entry_id: int, after: int) -> int:
    """Notifies the next BATCH of those whom it is for, and has the following ones notified. Returns how many were new.

    Doing a batch again notifies nobody twice; once the announcement is withdrawn, nobody any more.
    """
    from essaim.announcements.tasks import deliver as following

    found = Announcement.objects.select_for_update(no_key=True).filter(pk=announcement_id).first()
    if found is None or found.state != Announcement.State.PUBLISHED:
        return 0
    ids = list(queries.recipients(found.restricted_to).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])
    told = tell(entry_id, found, ids)
    if len(ids) == BATCH:
        following.defer(announcement_id=announcement_id, entry_id=entry_id, after=ids[-1])
    return told
