"""Notifications on members' devices: taken once each when their moment has come, outside quiet hours as mails are."""

import json
import logging
from collections.abc import Collection

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from procrastinate.types import JSONDict, JSONValue

from essaim.kernel import clock
from essaim.notifications import queries
from essaim.notifications.hours import by_moment
from essaim.notifications.models import Notification
from essaim.notifications.push.wire import Outcome, push

from .sight import still_seen

log = logging.getLogger(__name__)


class TryAgain(Exception):
    """The device's service did not take it now."""


@transaction.atomic
def gather(*, recipient_ids: Collection[int]) -> int:
    """Has what waits for these members pushed to each of their devices. Who has quiet hours is asked again when they end.

    What is taken is marked in the same transaction as its jobs: each leaves once. Returns how many notifications.
    """
    from essaim.notifications.tasks import gather_mails, send_push

    devices = queries.devices().filter(member=OuterRef("recipient"), created_at__lte=OuterRef("created_at"))
    waiting = list(
        Notification.objects.select_for_update(of=("self",))
        .filter(Exists(devices), recipient__in=recipient_ids, push=True, pushed_at=None, read_at=None, gone=False)
        .order_by("recipient_id", "id")
    )
    now = clock.now()
    moments = by_moment({n.recipient_id for n in waiting}, now) if waiting else {}
    free = set(moments.pop(None, []))
    for moment, ids in moments.items():
        gather_mails.configure(schedule_at=moment).defer(recipient_ids=list[JSONValue](ids))
    leaving = [n for n in waiting if n.recipient_id in free]
    by_member: dict[int, list[int]] = {}
    for id, member_id in queries.devices().filter(member__in=free).order_by("pk").values_list("pk", "member_id"):
        by_member.setdefault(member_id, []).append(id)
    jobs: list[JSONDict] = [
        {"device_id": device_id, "notification_id": n.pk} for n in leaving for device_id in by_member[n.recipient_id]
    ]
    Notification.objects.filter(pk__in=[n.pk for n in leaving]).update(pushed_at=now)
    if jobs:
        send_push.batch_defer(*jobs)
    return len(leaving)


def send(*, device_id: int, notification_id: int) -> bool:
    """Pushes one notification to one device, unless it was read or went from sight in between. True if it left now. Raises TryAgain."""
    from essaim.notifications.tasks import send_push

    device = queries.devices().filter(pk=device_id).first()
    told = Notification.objects.filter(pk=notification_id, read_at=None, gone=False).first()
    if device is None or told is None or told.recipient_id != device.member_id:
        return False
    # It may have been tried again until the night came.
    until = next(iter(by_moment([device.member_id], clock.now())), None)
    if until:
        send_push.configure(schedule_at=until).defer(device_id=device_id, notification_id=notification_id)
        return False
    if not still_seen([told]):
        return False
    outcome = push(device, payload(told), topic=tag(told))
    if outcome == Outcome.LATER:
        raise TryAgain
    if outcome == Outcome.GONE:
        device.delete()
    elif outcome == Outcome.REFUSED:
        log.warning("device %s: its push service refused a notification", device_id)
    return outcome == Outcome.SENT


def tag(told: Notification) -> str:
    """A newer notification of the same tag takes the place of the one before, on the device and on the way."""
    return told.topic or f"notification:{told.pk}"


def payload(told: Notification) -> bytes:
    """What a locked screen may show: the title, never words of a post."""
    url = reverse("notifications:open", args=[told.pk])
    return json.dumps({"title": told.title, "url": url, "tag": tag(told)}, ensure_ascii=False).encode()
