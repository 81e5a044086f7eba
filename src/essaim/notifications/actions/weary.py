"""Weariness: mails that nobody comes for become rarer by themselves. No mail tells whether it was opened; a visit does.

Three mails of a kind in a row, each followed by a week without a visit, halve its frequency. Coming back stops the count, and
undoes nothing: the preferences page says what became rarer, and takes it back at a click.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from essaim.kernel import clock
from essaim.notifications import digests, queries
from essaim.notifications.models import Every, Mail, Weariness
from essaim.people.api import last_visits
from essaim.people.models import Member

from .digest import plan

UNVISITED = 3
WEEK = timedelta(weeks=1)
_AT_ONCE = 1000


@transaction.atomic
def judge() -> int:
    """Every hour: looks at mails that left a week ago. Returns how many."""
    now = clock.now()
    mails = list(
        Mail.objects.select_for_update(skip_locked=True)
        .filter(sent_at__lte=now - WEEK)
        .exclude(kinds=[])
        .order_by("sent_at", "pk")[:_AT_ONCE]
    )
    members = {mail.recipient_id for mail in mails}
    visits, reads = last_visits(members), queries.last_reads(members)
    rows = {(row.member_id, row.kind): row for row in Weariness.objects.select_for_update().filter(member__in=members)}
    undigested = {id for id, schedule in queries.schedules(members).items() if schedule.digest_every == Every.NEVER}
    tired: set[int] = set()
    for mail in mails:
        came = _came(mail, visits, reads)
        # In no digest nothing can come less often.
        for kind in [] if mail.recipient_id in undigested else mail.kinds:
            row = rows.setdefault((mail.recipient_id, kind), Weariness(member_id=mail.recipient_id, kind=kind))
            if _count(row, came, now) and kind == digests.DIGEST:
                tired.add(mail.recipient_id)
    _keep(rows.values())
    Mail.objects.filter(pk__in=[mail.pk for mail in mails]).update(kinds=[])
    if tired:
        plan(sorted(tired))
    return len(mails)


def _came(mail: Mail, visits: Mapping[int, date], reads: Mapping[int, datetime]) -> bool:
    """Whether the reader of a mail came since. Visits are known to the day: the day of the mail speaks for its reader."""
    assert mail.sent_at is not None
    day, read = visits.get(mail.recipient_id), reads.get(mail.recipient_id)
    return bool((day and day >= mail.sent_at.date()) or (read and read >= mail.sent_at))


def _count(row: Weariness, came: bool, now: datetime) -> bool:
    """Counts one mail; True when it made its kind rarer."""
    row.unvisited = 0 if came else row.unvisited + 1
    most = digests.MOST_TIRED if row.kind == digests.DIGEST else 1
    if row.unvisited < UNVISITED or row.level >= most:
        return False
    row.unvisited, row.level, row.since = 0, row.level + 1, now
    return True


def _keep(rows: Collection[Weariness]) -> None:
    Weariness.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["member", "kind"], update_fields=["unvisited", "level", "since"]
    )


@transaction.atomic
def revive(*, actor: Member, kind: str) -> bool:
    """Has a kind, or the digest, come as often as the actor had chosen. False when it does already."""
    found = Weariness.objects.filter(member=actor, kind=kind).delete()[0]
    if kind == digests.DIGEST:
        plan([actor.pk])
    return bool(found)
