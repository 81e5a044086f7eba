"""Sending mails: gathered when their moment has come, written down, then sent.

A mail leaves at least once. It is a row with its Message-ID before it is sent; whoever sends it holds that row, and closes
it in the same transaction. A worker killed after the mail server said yes leaves the row open, and ``tick`` has the same
mail sent again, under the same Message-ID.
"""

import hashlib
import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection, transaction
from procrastinate.types import JSONDict

from essaim.kernel import clock
from essaim.notifications import digests, mails, queries
from essaim.notifications.hours import by_moment
from essaim.notifications.kinds import kinds
from essaim.notifications.models import Delivery, Device, Mail, MailState, Notification, ReceivedMail

from .sight import still_said, still_seen

log = logging.getLogger(__name__)

# A mail that nobody is sending any more is tried again after this; each failure doubles the wait, up to four hours.
PATIENCE = timedelta(minutes=10)
LONGEST = timedelta(hours=4)
ATTEMPTS = 14  # about two days
# Members whose mails one job gathers.
BATCH = 200


def schedule_immediate(member_ids: Collection[int], *, urgent: bool = False) -> None:
    """Has what waits for these members gathered: now, or when their quiet hours end."""
    from essaim.notifications.tasks import gather_mails

    if not member_ids:
        return
    moments = {None: list(member_ids)} if urgent else by_moment(member_ids, clock.now())
    for moment, ids in moments.items():
        jobs = _batches(ids)
        gather_mails.configure(schedule_at=moment).batch_defer(*jobs)


def _batches(ids: Sequence[int]) -> list[JSONDict]:
    return [{"recipient_ids": list(ids[start : start + BATCH])} for start in range(0, len(ids), BATCH)]


@transaction.atomic
def gather(*, recipient_ids: Collection[int]) -> list[Mail]:
    """Makes one mail for each member of everything that waits for them to leave at once, and has it sent.

    What their quiet hours hold waits on, but for what is urgent, which leaves in a mail of its own.
    """
    from essaim.notifications.tasks import send_mail

    waiting = list(
        Notification.objects.select_for_update(of=("self",))
        .select_related("recipient")
        .filter(recipient__in=recipient_ids, delivery=Delivery.IMMEDIATE, mail_state=MailState.WAITING, gone=False)
        .order_by("recipient_id", "id")
    )
    waiting = still_seen(waiting)
    held = _hold_back({n.recipient_id for n in waiting if not _urgent(n)})
    by_mail: dict[tuple[int, bool], list[Notification]] = defaultdict(list)
    for notification in waiting:
        if _urgent(notification) or notification.recipient_id not in held:
            by_mail[notification.recipient_id, _urgent(notification)].append(notification)
    leaving = {key: [n for n in rows if _wanted(n)] for key, rows in by_mail.items()}
    skipped = [n.pk for rows in by_mail.values() for n in rows if not _wanted(n)]
    Notification.objects.filter(pk__in=skipped).update(mail_state=MailState.SKIPPED)
    written = Mail.objects.bulk_create(
        _mail(recipient_id, Delivery.IMMEDIATE, message_id(rows), urgent=urgent)
        for (recipient_id, urgent), rows in leaving.items()
        if rows
    )
    _take(zip(written, (rows for rows in leaving.values() if rows), strict=True))
    if written:
        jobs: list[JSONDict] = [{"mail_id": mail.pk} for mail in written]
        send_mail.batch_defer(*jobs)
    return written


def _hold_back(member_ids: Collection[int]) -> set[int]:
    """Those of the members whose quiet hours it is; they are asked again when these end."""
    from essaim.notifications.tasks import gather_mails

    held = {moment: ids for moment, ids in by_moment(member_ids, clock.now()).items() if moment} if member_ids else {}
    for moment, ids in held.items():
        jobs = _batches(ids)
        gather_mails.configure(schedule_at=moment).batch_defer(*jobs)
    return {id for ids in held.values() for id in ids}


def _mail(recipient_id: int, delivery: Delivery, message_id: str, *, urgent: bool = False) -> Mail:
    now = clock.now()
    return Mail(
        recipient_id=recipient_id, delivery=delivery, message_id=message_id, urgent=urgent, created_at=now,
        next_try_at=now + PATIENCE,
    )  # fmt: skip


def _take(mails: Iterable[tuple[Mail, Sequence[Notification]]]) -> None:
    pairs = [(notification.pk, mail.pk) for mail, rows in mails for notification in rows]
    if pairs:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE notifications_notification n SET mail_id = r.mail, mail_state = 'taken'"
                " FROM unnest(%s::bigint[], %s::bigint[]) AS r(id, mail) WHERE n.id = r.id",
                [[id for id, _mail in pairs], [mail for _id, mail in pairs]],
            )


def send(*, mail_id: int) -> bool:
    """Sends a mail, unless all of it was read or went from its reader's sight in between. True if it left now."""
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
    now = clock.now()
    if not mail.urgent and (until := _held(mail.recipient_id, now)):
        Mail.objects.filter(pk=mail_id).update(next_try_at=until + PATIENCE)
        send_mail.configure(schedule_at=until).defer(mail_id=mail_id)
        return False
    notifications = list(mail.notifications.select_related("actor").order_by("id"))
    seen = still_seen([n for n in notifications if not n.gone])
    mail.items = still_said(mail)
    reachable = mail.recipient.is_active and mail.recipient.email
    unread = [n for n in seen if n.read_at is None or mail.urgent] if reachable else []
    # A digest from which an erasure took everything has nothing to say, whatever waits beside it.
    leaves = bool(reachable and mail.items) if mail.delivery == Delivery.DIGEST else bool(unread)
    if leaves:
        mails.compose(mail, unread).send()
    else:
        unread = []
    lost = {n.pk for n in notifications} - {n.pk for n in seen}
    _set_state(mail, MailState.SENT, {n.pk for n in unread})
    _set_state(mail, MailState.SKIPPED, {n.pk for n in seen} - {n.pk for n in unread})
    # What is out of sight waits: where it comes back before somebody saw it, its mail is to leave.
    _set_state(mail, MailState.WAITING, lost, mail=None)
    if lost and not seen and not leaves:
        # Its Message-ID is free again, which is that of these notifications.
        mail.delete()
        return False
    about = [] if mail.urgent else _about(mail, unread)
    done = {"sent_at": now, "kinds": about} if leaves else {}
    Mail.objects.filter(pk=mail_id).update(closed_at=now, items=[], **done)
    return leaves


def _about(mail: Mail, notifications: Sequence[Notification]) -> list[str]:
    """What a mail is judged as (actions.weary): the digest as itself, others as the kinds that they tell."""
    return [digests.DIGEST] if mail.delivery == Delivery.DIGEST else sorted({n.kind for n in notifications})


@transaction.atomic
def _failed(mail_id: int, error: OSError) -> None:
    mail = Mail.objects.select_for_update().get(pk=mail_id)
    mail.attempts += 1
    wait = min(timedelta(minutes=2**mail.attempts), LONGEST)
    mail.next_try_at = clock.now() + wait
    log.warning("mail %s could not be sent (attempt %s): %s", mail_id, mail.attempts, error)
    if mail.attempts >= ATTEMPTS:
        mail.closed_at, mail.items = clock.now(), []
        mail.notifications.update(mail_state=MailState.FAILED)
    mail.save()


@transaction.atomic
def tick() -> None:
    """Every five minutes: mails that should have been gathered, and mails whose worker was lost."""
    from essaim.notifications.tasks import gather_mails, send_mail

    now = clock.now()
    late = queries.waiting_since(now - PATIENCE)
    if free := _batches(by_moment(late, now).get(None, [])) if late else []:
        gather_mails.batch_defer(*free)
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
    Mail.objects.filter(closed_at=None).update(closed_at=clock.now(), items=[])
    # Refusals of answers that quiet hours hold: without words, none is sent.
    ReceivedMail.objects.filter(answered_at=None, closed_at__isnull=False).exclude(words="").update(words="")
    # Their devices belong to the original.
    Device.objects.all().delete()
    return Notification.objects.filter(mail_state__in=[MailState.WAITING, MailState.TAKEN]).update(mail_state=MailState.SKIPPED)


def message_id(notifications: Collection[Notification]) -> str:
    """The Message-ID of the mail that gathers these notifications: always the same for the same ones.

    One that a stronger event raised is another: it leaves again.
    """
    ids = sorted((n.pk, n.entry_id) for n in notifications)
    return named_message(f"notifications.{ids[0][0]}", ",".join(f"{id}.{entry}" for id, entry in ids))


def named_message(name: str, about: str) -> str:
    digest = hashlib.sha256(about.encode()).hexdigest()[:20]
    return f"<{name}.{digest}@{urlsplit(settings.BASE_URL).hostname}>"


def _held(member_id: int, now: datetime) -> datetime | None:
    return next(iter(by_moment([member_id], now)), None)


def _urgent(notification: Notification) -> bool:
    kind = kinds.get(notification.kind)
    return bool(kind and kind.urgent)


def _wanted(notification: Notification) -> bool:
    """Whether a mail should leave for it. Who reads of a change to their account may be who made it, in their place."""
    unread = notification.read_at is None or _urgent(notification)
    return bool(unread and notification.recipient.is_active and notification.recipient.email)


def _set_state(mail: Mail, state: MailState, ids: Collection[int], /, **fields: Any) -> None:
    """Of the notifications that are in the mail still: a stronger event may have raised one since, which waits for another mail."""
    if ids:
        mail.notifications.filter(pk__in=ids).update(mail_state=state, **fields)
