"""Digests: planned, written when they are due and there is something to say, and sent as every mail."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation
from procrastinate.types import JSONDict

from essaim.kernel import clock
from essaim.kernel.suggestions import Suggestion
from essaim.notifications import digests, queries
from essaim.notifications.hours import hours_of
from essaim.notifications.models import Delivery, Digest, Mail, MailState, Notification, Schedule
from essaim.notifications.quiet import Hours, held_until
from essaim.organisation import known
from essaim.people.models import Member
from essaim.people.queries import load_member

from .mail import PATIENCE, named_message
from .sight import still_seen

# Of what the last digests said, as much is remembered: nothing comes back for four of them.
_REMEMBERED = 4 * digests.MOST
# Members whose digests one tick begins, or plans for the first time.
_AT_ONCE = 5000
# After this, a digest whose job was lost is begun again.
_LOST = timedelta(hours=1)


@transaction.atomic
def begin_digests() -> None:
    """Every five minutes: has the digests that are due written, and plans those of members who have none planned."""
    from essaim.notifications.tasks import write_digest as job

    now = clock.now()
    plan(queries.without_digest(_AT_ONCE))
    due = list(queries.digests_due(now).filter(queries.not_begun_since(now - _LOST))[:_AT_ONCE])
    if due:
        Digest.objects.filter(pk__in=due).update(looked_at=now)
        jobs: list[JSONDict] = [{"member_id": id} for id in due]
        job.batch_defer(*jobs)


def plan(member_ids: Collection[int], *, written: bool = False) -> None:
    """Sets when the next digest of each member is due, as they want it now.

    Parameters:
        written: the one that was due is done; otherwise one that is due now, or held, comes first, and the next is planned
            after it.
    """
    now, hours, schedules = clock.now(), hours_of(member_ids), queries.schedules(member_ids)
    levels, sent = queries.digest_levels(member_ids), queries.digests_sent(member_ids)
    due = set() if written else queries.digests_first(member_ids, now)
    rows = []
    for id in sorted(hours):
        next_at = _next(now, schedules[id], hours[id], levels.get(id, 0), sent.get(id))
        if next_at is None or id not in due:
            rows.append(Digest(member_id=id, next_at=next_at))
    Digest.objects.bulk_create(rows, update_conflicts=True, unique_fields=["member"], update_fields=["next_at", "held"])


def _next(now: datetime, schedule: Schedule, hours: Hours, level: int, sent_at: datetime | None) -> datetime | None:
    """The next digest; what is rarer counts its weeks from the last one."""
    rarer = digests.next_due(sent_at, schedule, hours, level=level) if level and sent_at else None
    return rarer if rarer and rarer > now else digests.next_due(now, schedule, hours)


@transaction.atomic
def write_digest(*, member_id: int) -> Mail | None:
    """Writes a member's digest if it is due and has something to say, and has it sent. None when it does not leave now."""
    now = clock.now()
    row = Digest.objects.select_for_update().filter(pk=member_id).first()
    if row is None or row.next_at is None or row.next_at > now:
        return None
    if until := held_until(now, hours_of([member_id])[member_id]):
        Digest.objects.filter(pk=member_id).update(next_at=until, looked_at=None, held=True)
        return None
    member = load_member(member_id)
    mail = _write(member, row, now) if member and member.is_active and member.email else None
    plan([member_id], written=True)
    return mail


def _write(member: Member, row: Digest, now: datetime) -> Mail | None:
    from essaim.notifications.tasks import send_mail

    with translation.override(known.current().fitting(member.language)):
        since = max(row.sent_at or now - timedelta(weeks=1), now - timedelta(weeks=5))
        items = digests.worth_telling(member, since=since, told=row.told)
        said = [_item(one) for one in items]
    if not said:
        return None
    urls = [one.url for one in items]
    mail = Mail.objects.create(
        recipient=member, delivery=Delivery.DIGEST, items=said, created_at=now, next_try_at=now + PATIENCE,
        message_id=named_message(f"digest.{member.pk}", " ".join([now.isoformat(), *urls])),
    )  # fmt: skip
    # What it does not show is behind its last line, which leads to the centre.
    queries.waiting_for_digest(member.pk).update(mail=mail, mail_state=MailState.TAKEN)
    Digest.objects.filter(pk=member.pk).update(sent_at=now, told=[*urls, *row.told][:_REMEMBERED])
    send_mail.defer(mail_id=mail.pk)
    return mail


def _item(one: Suggestion) -> dict[str, str]:
    return {"label": one.label, "title": one.title, "url": one.url, "why": one.why, "meta": one.meta, "deck": one.deck}


def unread_for_digest(member: Member, since: datetime) -> list[Suggestion]:
    """A source of the digest: what the member wants told in it, and has not read."""
    rows: list[Notification] = list(queries.waiting_for_digest(member.pk).order_by("-created_at", "-pk")[: 4 * digests.MOST])
    seen = still_seen(rows)[: digests.MOST]
    return [queries.as_suggestion(n, weight=0.95 - 0.01 * rank) for rank, n in enumerate(seen)]
