"""Reads over notifications."""

import dataclasses
from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from essaim.kernel import clock
from essaim.kernel.ids import read_id
from essaim.organisation.models import Organisation
from essaim.people.models import Member

from .kinds import sorted_kinds
from .models import Delivery, Mail, MailState, Notification, Preference, Schedule

PAGE = 30
# Beyond, the bell says "99+": nobody counts further, and neither do we.
MOST = 100

_BELL = """
WITH here AS (
    UPDATE notifications_notification SET read_at = %(now)s
    WHERE recipient_id = %(member)s AND page = %(page)s AND read_at IS NULL RETURNING 1
)
SELECT (SELECT count(*) FROM (
           SELECT 1 FROM notifications_notification WHERE recipient_id = %(member)s AND read_at IS NULL LIMIT %(most)s
       ) unread) - (SELECT count(*) FROM here)
"""


def mails_waiting() -> int:
    """How many mails are written and have not left."""
    return Mail.objects.filter(closed_at=None).count()


def own(member: Member) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient=member)


def unread_count(member: Member, page: str) -> int:
    """How many are unread, at most MOST; those about ``page``, which the member is looking at, are read by that.

    One statement: the bell is on every page.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BELL, {"member": member.pk, "page": page, "now": clock.now(), "most": MOST})
        return max(int(cursor.fetchone()[0]), 0)


@dataclasses.dataclass(frozen=True)
class Page:
    unread: list[Notification]
    read: list[Notification]
    # The cursor of the next page, "" on the last one.
    following: str


def page_of(member: Member, cursor: str = "") -> Page:
    """One page of the centre, unread first, newest first. ``cursor`` is ``u-ID`` or ``r-ID``; others mean the beginning."""
    part, _, number = cursor.partition("-")
    before = read_id(number) if part in ("u", "r") else None
    rows = own(member).select_related("actor").order_by("-id")
    unread: list[Notification] = []
    if before is None or part == "u":
        unread = list(_before(rows.filter(read_at__isnull=True), before)[: PAGE + 1])
        if len(unread) > PAGE:
            return Page(unread[:PAGE], [], f"u-{unread[PAGE - 1].pk}")
    room = PAGE - len(unread)
    read = list(_before(rows.filter(read_at__isnull=False), before if part == "r" else None)[: room + 1])
    if len(read) > room:
        last = read[room - 1].pk if room else read[0].pk + 1
        return Page(unread, read[:room], f"r-{last}")
    return Page(unread, read, "")


def _before(rows: QuerySet[Notification], id: int | None) -> QuerySet[Notification]:
    return rows if id is None else rows.filter(pk__lt=id)


def zone() -> ZoneInfo:
    """Where the organisation's clocks are."""
    return ZoneInfo(Organisation.current().time_zone)


def schedules(member_ids: Collection[int]) -> dict[int, Schedule]:
    """The schedule of each member, the default one for those who never chose."""
    known = {row.member_id: row for row in Schedule.objects.filter(member_id__in=member_ids)}
    return {id: known.get(id) or Schedule(member_id=id) for id in member_ids}


def choices(member: Member) -> dict[str, str]:
    """How each kind comes to ``member``."""
    chosen = dict(Preference.objects.filter(member=member).values_list("kind", "delivery"))
    return {kind.name: chosen.get(kind.name, kind.default) for kind in sorted_kinds()}


_MORNING = """
SELECT DISTINCT n.recipient_id FROM notifications_notification n
LEFT JOIN notifications_schedule s ON s.member_id = n.recipient_id
WHERE n.mail_state = 'waiting' AND n.delivery = 'daily'
  AND coalesce(s.daily_at, %(default)s) <= %(time)s
  AND n.created_at < (%(day)s + coalesce(s.daily_at, %(default)s)) AT TIME ZONE %(zone)s
ORDER BY n.recipient_id
"""


def due_this_morning(now: datetime, zone: ZoneInfo) -> list[int]:
    """Members whose morning mail has something to say and whose hour has come; nobody on Saturdays and Sundays."""
    local = now.astimezone(zone)
    if local.weekday() >= 5:
        return []
    default = Schedule._meta.get_field("daily_at").default
    with connection.cursor() as cursor:
        given: dict[str, Any] = {"default": default, "time": local.time(), "day": local.date(), "zone": zone.key}
        cursor.execute(_MORNING, given)
        return [row[0] for row in cursor.fetchall()]


def waiting_since(moment: datetime) -> list[int]:
    """Members for whom something that should go at once has been waiting since before ``moment``."""
    rows = Notification.objects.filter(mail_state=MailState.WAITING, delivery=Delivery.IMMEDIATE, created_at__lt=moment)
    return list(rows.order_by("recipient_id").values_list("recipient_id", flat=True).distinct())


def by_day(notifications: Sequence[Notification]) -> list[tuple[date, list[Notification]]]:
    """Notifications, in their order, under the day on which they came."""
    return [(day, list(rows)) for day, rows in groupby(notifications, lambda n: timezone.localdate(n.created_at))]
