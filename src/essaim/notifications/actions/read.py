from essaim.kernel import clock
from essaim.notifications.models import Notification
from essaim.notifications.queries import own
from essaim.people.models import Member


def mark_read(*, actor: Member, notification_id: int) -> Notification | None:
    """Marks one of the actor's notifications as read, and returns it; None if they have no such one. One that is gone stays unread."""
    notification = Notification.objects.filter(recipient=actor, pk=notification_id).first()
    if notification and notification.read_at is None and not notification.gone:
        notification.read_at = clock.now()
        notification.save(update_fields=["read_at"])
    return notification


def mark_all_read(*, actor: Member) -> int:
    """Marks all that stands in the actor's centre as read; returns how many were not."""
    return own(actor).filter(read_at=None).update(read_at=clock.now())


def mark_page_read(*, actor: Member, page: str) -> int:
    """Marks what is about ``page`` as read: for an address that leads on without showing a page of its own.

    Pages themselves need not call it, the bell does.
    """
    return Notification.objects.filter(recipient=actor, page=page, read_at=None, gone=False).update(read_at=clock.now())
