from django.db import transaction
from django.db.models import F

from essaim.kernel import clock
from essaim.notifications.models import MailState, Notification
from essaim.notifications.queries import own
from essaim.people.models import Member

from .mail import schedule_immediate


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


@transaction.atomic
def mark_answered(*, actor: Member, page: str, topic: str) -> None:
    """The actor has answered by mail what is told of ``page``, and has read that.

    They read in their mails: what of ``topic`` has come since the last one leaves in another, once.
    """
    mark_page_read(actor=actor, page=page)
    since = Notification.objects.filter(recipient=actor, topic=topic, read_at=None, gone=False, mail_state=MailState.SENT)
    one = since.select_for_update(of=("self",)).filter(mail__sent_at__lt=F("created_at")).first()
    if one:
        # By its latest event: the mail is another than the one before.
        one.entry_id, one.mail_state, one.mail = one.entry_ids[-1], MailState.WAITING, None
        one.save(update_fields=["entry_id", "mail_state", "mail"])
        schedule_immediate([actor.pk])
