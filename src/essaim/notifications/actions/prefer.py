"""How and when notifications come."""

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from essaim.notifications import digests, queries
from essaim.notifications.kinds import kinds
from essaim.notifications.models import Delivery, Every, MailState, Notification, Preference, Schedule, Weariness
from essaim.people.models import Member

from .digest import plan
from .mail import schedule_immediate


@dataclasses.dataclass(frozen=True)
class Choice:
    """How a kind is to come; None leaves a channel as it is."""

    app: bool | None = None
    mail: Delivery | None = None
    push: bool | None = None


@transaction.atomic
def prefer(*, actor: Member, choices: Mapping[str, Choice], schedule: Mapping[str, Any]) -> None:
    """Keeps how each kind comes to the actor, and when. What is waiting already follows the new choice.

    Parameters:
        choices: by kind; kinds that are not there, and those that cannot be chosen, stay as they are.
        schedule: fields of ``Schedule`` that change.
    """
    if schedule:
        Schedule.objects.update_or_create(member=actor, defaults=dict(schedule))
    before = queries.channels_of(actor.pk)
    for name, choice in choices.items():
        kind = kinds.get(name)
        if kind and not kind.urgent:
            _choose(actor.pk, name, choice, before[name].mail if not before[name].tired else Delivery.IMMEDIATE)
    plan([actor.pk])
    schedule_immediate([actor.pk])


@transaction.atomic
def stop_mails(*, member_id: int, kinds: Collection[str]) -> None:
    """No more mails of these kinds, from the link in one of them; the notifications still come in Essaim."""
    if not Member.objects.filter(pk=member_id).exists():
        return
    for kind in kinds:
        if kind == digests.DIGEST:
            Schedule.objects.update_or_create(member_id=member_id, defaults={"digest_every": Every.NEVER})
            plan([member_id])
        else:
            _choose(member_id, kind, Choice(mail=Delivery.NONE), None)


def _choose(member_id: int, kind: str, choice: Choice, before: Delivery | None) -> None:
    known = kinds.get(kind)
    row = Preference.objects.filter(member_id=member_id, kind=kind).first()
    row = row or Preference(member_id=member_id, kind=kind, delivery=known.default if known else Delivery.NONE)
    for name in ("app", "push"):
        if getattr(choice, name) is not None:
            setattr(row, name, getattr(choice, name))
    if choice.mail is not None:
        row.delivery = choice.mail
    fields = ["app", "push", "delivery"]
    Preference.objects.bulk_create([row], update_conflicts=True, unique_fields=["member", "kind"], update_fields=fields)
    if choice.mail is None:
        return
    if choice.mail != before:
        # Who chooses anew is not tired of it.
        Weariness.objects.filter(member_id=member_id, kind=kind).delete()
    elif queries.weary([member_id]).filter(kind=kind).exists():
        return
    waiting = Notification.objects.filter(recipient_id=member_id, kind=kind, mail_state=MailState.WAITING)
    if choice.mail == Delivery.NONE:
        waiting.update(delivery=choice.mail, mail_state=MailState.NONE)
    else:
        waiting.update(delivery=choice.mail)
