from essaim.kernel import clock
from essaim.notifications.models import Notification
from essaim.people.models import Member


def mark_read(*, actor: Member, notification_id: int) -> Notification | None:
    """Marks one of the actor's notifications as read, and returns it; None if they have no such one."""
    notification = Notification.objects.filter(recipient=actor, pk=notification_id).first()
    if notification and notification.read_at is None:
        notification.read_at = clock.now()
        notification.save(update_fields=["read_at"])
    return notification


def mark_all_read(*, actor: Member) -> int:
    """Marks all of the actor's notifications as read; returns how many were not."""
    return Notification.objects.filter(recipient=actor, read_at=None).update(read_at=clock.now())
