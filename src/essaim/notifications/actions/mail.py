"""Sending mails: gathered when their moment has come, written down, then sent.

A mail leaves at least once. It is a row with its Message-ID before it is sent; whoever sends it holds that row, and closes
it in the same transaction. A worker killed after the mail server said yes leaves the row open, and ``tick`` has the same
mail sent again, under the same Message-ID.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from procrastinate.types import JSONDict

from essaim.kernel import clock
from essaim.notifications import mails, queries
from essaim.notifications.models import Delivery, Mail, MailState, Notification
from essaim.notifications.quiet import held_until

log = logging.getLogger(__name__)

# A mail that nobody is sending any more is tried again after this; each failure doubles the wait, up to four hours.
PATIENCE = timedelta(minutes=10)
LONGEST = timedelta(hours=4)
ATTEMPTS = 14  # about two days


def schedule_immediate(member_ids: Collection[int]) -> None:
    """Has what waits for these members gathered: now, or when their quiet hours end."""
    from essaim.notifications.tasks import gather_mail

    if not member_ids:
        return
    now, zone = clock.now(), queries.zone()
    by_moment: dict[datetime | None, list[int]] = defaultdict(list)
    for id, schedule in queries.schedules(member_ids).items():
        by_moment[held_until(now, schedule, zone)].append(id)
    for moment, ids in by_moment.items():
        gather_mail.configure(schedule_at=moment).batch_defer(*_gatherings(ids, Delivery.IMMEDIATE))


@transaction.atomic
def gather(*, recipient_id: int, delivery: str) -> Mail | None:
    """Makes one mail of everything that waits for a member, and has it sent. None when nothing does, or not now."""
    from essaim.notifications.tasks import gather_mail, send_mail

    waiting = list(
        Notification.objects.select_for_update(of=("self",))
        .select_related("recipient")
        .filter(recipient_id=recipient_id, delivery=delivery, mail_state=MailState.WAITING)
        .order_by("id")
    )
    if not waiting:
        return None
    if until := _held(recipient_id):
        gather_mail.configure(schedule_at=until).defer(recipient_id=recipient_id, delivery=delivery)
        return None
    unread = [n.pk for n in waiting if n.read_at is None and _reachable(n)]
    _set(MailState.SKIPPED, {n.pk for n in waiting} - set(unread))
    if not unread:
        return None
    now = clock.now()
    mail = Mail.objects.create(
        recipient_id=recipient_id, delivery=delivery, message_id=message_id(unread), created_at=now, next_try_at=now + PATIENCE
    )
    Notification.objects.filter(pk__in=unread).update(mail=mail, mail_state=MailState.TAKEN)
    send_mail.defer(mail_id=mail.pk)
    return mail


def send(*, mail_id: int) -> bool:
    """Sends a mail, unless all of it was read in between. True if it left now."""
    try:
        return _send(mail_id)
    except OSError as error:  # smtplib's own errors are OSErrors too
        _failed(mail_id, error)
        return False


@transaction.atomic
def _send(mail_id: int) -> bool:
    from essaim.notifications.tasks import send_mail

    mail = Mail.objects.select_for_update(of=("self",)).select_related("recipient").filter(pk=mail_id).first()
    if mail is None or mail.closed_at:
        return False
    if until := _held(mail.recipient_id):
        Mail.objects.filter(pk=mail_id).update(next_try_at=until + PATIENCE)
        send_mail.configure(schedule_at=until).defer(mail_id=mail_id)
        return False
    notifications = list(mail.notifications.select_related("actor").order_by("id"))
    unread = [n for n in notifications if n.read_at is None] if mail.recipient.is_active and mail.recipient.email else []
    if unread:
        mails.compose(mail, unread).send()
    _set(MailState.SENT, {n.pk for n in unread})
    _set(MailState.SKIPPED, {n.pk for n in notifications} - {n.pk for n in unread})
    Mail.objects.filter(pk=mail_id).update(closed_at=clock.now())
    return bool(unread)


@transaction.atomic
def _failed(mail_id: int, error: OSError) -> None:
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    mail.attempts += 1
    wait = min(timedelta(minutes=2**mail.attempts), LONGEST)
    mail.next_try_at = clock.now() + wait
    log.warning("mail %s could not be sent (attempt %s): %s", mail_id, mail.attempts, error)
    if mail.attempts >= ATTEMPTS:
        mail.closed_at = clock.now()
        mail.notifications.update(mail_state=MailState.FAILED)
    mail.save()


@transaction.atomic
def tick() -> None:
    """Every five minutes: morning mails whose hour has come, and mails whose worker was lost."""
    from essaim.notifications.tasks import gather_mail, send_mail

    now, zone = clock.now(), queries.zone()
    jobs = _gatherings(queries.due_this_morning(now, zone), Delivery.DAILY)
    late = queries.waiting_since(now - PATIENCE)
    free = [id for id, schedule in queries.schedules(late).items() if not held_until(now, schedule, zone)]
    jobs += _gatherings(free, Delivery.IMMEDIATE)
    if jobs:
        gather_mail.batch_defer(*jobs)
    lost = list(
        Mail.objects.select_for_update(skip_locked=True).filter(closed_at=None, next_try_at__lte=now).order_by("pk")[:1000]
    )
    if lost:
        Mail.objects.filter(pk__in=[mail.pk for mail in lost]).update(next_try_at=now + PATIENCE)
        sendings: list[JSONDict] = [{"mail_id": mail.pk} for mail in lost]
        send_mail.batch_defer(*sendings)


@transaction.atomic
def drop_waiting_mails() -> int:
    """Has nothing that waits now leave by mail: for a restored copy, whose original has sent it. Returns how many notifications."""
    Mail.objects.filter(closed_at=None).update(closed_at=clock.now())
    return Notification.objects.filter(mail_state__in=[MailState.WAITING, MailState.TAKEN]).update(mail_state=MailState.SKIPPED)


def _gatherings(member_ids: Collection[int], delivery: Delivery) -> list[JSONDict]:
    return [{"recipient_id": id, "delivery": str(delivery)} for id in member_ids]


def message_id(notification_ids: Collection[int]) -> str:
    """The Message-ID of the mail that gathers these notifications: always the same for the same ones."""
    ids = sorted(notification_ids)
    digest = hashlib.sha256(",".join(map(str, ids)).encode()).hexdigest()[:20]
    return f"<notifications.{ids[0]}.{digest}@{urlsplit(settings.BASE_URL).hostname}>"


def _held(member_id: int) -> datetime | None:
    return held_until(clock.now(), queries.schedules([member_id])[member_id], queries.zone())


def _reachable(notification: Notification) -> bool:
    return bool(notification.recipient.is_active and notification.recipient.email)


def _set(state: MailState, ids: Collection[int]) -> None:
    if ids:
        Notification.objects.filter(pk__in=ids).update(mail_state=state)
