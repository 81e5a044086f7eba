"""How and when notifications come."""

from collections.abc import Collection, Mapping
from datetime import time

from django.db import transaction

from essaim.notifications.kinds import kinds
from essaim.notifications.models import Delivery, MailState, Notification, Preference, Schedule
from essaim.people.models import Member

from .mail import schedule_immediate


@transaction.atomic
def prefer(
    *, actor: Member, deliveries: Mapping[str, str], quiet_from: time, quiet_until: time, quiet_weekends: bool, daily_at: time
) -> None:
    """Keeps how each kind comes to the actor, and when mails may. What is waiting already follows the new choice."""
    Schedule.objects.update_or_create(
        member=actor,
        defaults={"quiet_from": quiet_from, "quiet_until": quiet_until, "quiet_weekends": quiet_weekends, "daily_at": daily_at},
    )
    for kind, delivery in deliveries.items():
        if kind in kinds:
            _choose(actor.pk, kind, Delivery(delivery))
    schedule_immediate([actor.pk])


@transaction.atomic
def stop_mails(*, member_id: int, kinds: Collection[str]) -> None:
    """No more mails of these kinds, from the link in one of them; the notifications still come in Essaim."""
    if Member.objects.filter(pk=member_id).exists():
        for kind in kinds:
            _choose(member_id, kind, Delivery.NONE)


def _choose(member_id: int, kind: str, delivery: Delivery) -> None:
    Preference.objects.update_or_create(member_id=member_id, kind=kind, defaults={"delivery": delivery})
    waiting = Notification.objects.filter(recipient_id=member_id, kind=kind, mail_state=MailState.WAITING)
    if delivery == Delivery.NONE:
        waiting.update(delivery=delivery, mail_state=MailState.NONE)
    else:
        waiting.update(delivery=delivery)
