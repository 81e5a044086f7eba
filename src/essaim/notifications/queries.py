"""Reads over notifications."""

import dataclasses
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby

from django.db import connection
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from essaim.kernel import clock
from essaim.kernel.ids import read_id
from essaim.kernel.suggestions import Suggestion
from essaim.people.models import Member

from .channels import Channels, channels
from .digests import DIGEST
from .kinds import UNREAD, kinds, sorted_kinds
from .models import Delivery, Device, Digest, Every, Mail, MailState, Notification, Preference, Schedule, Weariness

PAGE = 30
# Beyond, the bell says "99+": nobody counts further, and neither do we.
MOST = 100

_BELL = """
WITH here AS (
    UPDATE notifications_notification SET read_at = %(now)s
    WHERE recipient_id = %(member)s AND (page = %(page)s OR topic = ANY (%(topics)s::text[])) AND read_at IS NULL AND NOT gone RETURNING app
)
SELECT (SELECT count(*) FROM (
           SELECT 1 FROM notifications_notification WHERE recipient_id = %(member)s AND read_at IS NULL AND app AND NOT gone LIMIT %(most)s
       ) unread) - (SELECT count(*) FROM here WHERE app)
"""

# What the bell needs of a member m, with their session. One more than it counts: then it is asked apart.
NAME = "notifications.unread"
CARRIED = f"""ARRAY(
    SELECT concat_ws(' ', CASE WHEN n.app THEN 'app' ELSE 'apart' END, n.topic, n.page) FROM notifications_notification n
    WHERE n.recipient_id = m.id AND n.read_at IS NULL AND NOT n.gone LIMIT {MOST + 1})"""


def mails_waiting() -> int:
    """How many mails are written and have not left."""
    return Mail.objects.filter(closed_at=None).count()


def own(member: Member) -> QuerySet[Notification]:
    """What stands in the member's centre."""
    return Notification.objects.filter(recipient=member, app=True, gone=False)


def unread_count(member: Member, page: str, topics: Sequence[str] = (), known: Sequence[str] | None = None) -> int:
    """How many are unread, at most MOST; those about ``page`` or one of ``topics``, which the member is looking at, are read by that.

    Parameters:
        known: what the session carried (CARRIED). The bell is on every page: no statement where none of that is about this one.
    """
    if known is not None and len(known) <= MOST:
        parts = [one.split(" ", 2) for one in known]
        if not any(about == page or of in topics for _app, of, about in parts):
            return sum(app == "app" for app, _of, _about in parts)
    with connection.cursor() as cursor:
        cursor.execute(_BELL, {"member": member.pk, "page": page, "topics": list(topics), "now": clock.now(), "most": MOST})
        return max(int(cursor.fetchone()[0]), 0)


@dataclasses.dataclass(frozen=True)
class Page:
    unread: list[Notification]
    read: list[Notification]
    # The cursor of the next page, "" on the last one.
    following: str


def page_of(member: Member, cursor: str = "") -> Page:
    """One page of the centre, unread first, newest first. ``cursor`` is that of a page before; others mean the beginning."""
    part, before = read_cursor(cursor)
    rows = own(member).order_by("-created_at", "-id")
    unread: list[Notification] = []
    if part == "u":
        unread = list(behind(rows.filter(read_at__isnull=True), before)[: PAGE + 1])
        if len(unread) > PAGE:
            return Page(unread[:PAGE], [], _cursor("u", unread[PAGE - 1]))
    room = PAGE - len(unread)
    read = list(behind(rows.filter(read_at__isnull=False), before if part == "r" else None)[: room + 1])
    if len(read) > room:
        return Page(unread, read[:room], _cursor("r", read[room - 1]) if room else "r-")
    return Page(unread, read, "")


_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def _cursor(part: str, last: Notification) -> str:
    return f"{part}-{(last.created_at - _BEGINNING) // timedelta(microseconds=1)}-{last.pk}"


def read_cursor(cursor: str) -> tuple[str, tuple[datetime, int] | None]:
    """Which part a page begins in, ``u`` or ``r``, and behind which row of it; ``r-`` is the beginning of the second part."""
    part, _dash, place = cursor.partition("-")
    moment, id = (read_id(number) for number in (*place.split("-"), "")[:2])
    if cursor == "r-":
        return "r", None
    # Some ten thousand years are as far as a moment goes.
    if part not in ("u", "r") or moment is None or id is None or moment > 2 * 10**17:
        return "u", None
    return part, (_BEGINNING + timedelta(microseconds=moment), id)


def behind(rows: QuerySet[Notification], place: tuple[datetime, int] | None) -> QuerySet[Notification]:
    """Those of ``rows``, newest first, that come after a place: its moment and its id."""
    if place is None:
        return rows
    moment, id = place
    return rows.filter(created_at__lte=moment).exclude(created_at=moment, pk__gte=id)


def devices() -> QuerySet[Device]:
    """Devices of members who are still signed in there."""
    return Device.objects.filter(member__is_active=True, session__expire_date__gt=clock.now(), session__member=F("member"))


def schedules(member_ids: Collection[int]) -> dict[int, Schedule]:
    """The schedule of each member, the default one for those who never chose."""
    known = {row.member_id: row for row in Schedule.objects.filter(member_id__in=member_ids)}
    return {id: known.get(id) or Schedule(member_id=id) for id in member_ids}


def weary(member_ids: Collection[int]) -> QuerySet[Weariness]:
    """What members have grown tired of. Who wants no digest is tired of it alone: what cannot come there goes on coming at once."""
    never = Schedule.objects.filter(member=OuterRef("member"), digest_every=Every.NEVER)
    return Weariness.objects.filter(Q(kind=DIGEST) | ~Exists(never), member_id__in=member_ids, level__gt=0)


def levels_of(member_id: int) -> dict[str, Weariness]:
    """What a member has grown tired of, by kind."""
    return {row.kind: row for row in weary([member_id])}


def digest_levels(member_ids: Collection[int]) -> dict[int, int]:
    """How tired members are of the digest, where they are."""
    rows = Weariness.objects.filter(member_id__in=member_ids, kind=DIGEST, level__gt=0)
    return dict(rows.order_by("pk").values_list("member_id", "level"))


def channels_of(member_id: int) -> dict[str, Channels]:
    """How each kind comes to a member."""
    chosen = {row.kind: row for row in Preference.objects.filter(member_id=member_id)}
    tired = levels_of(member_id)
    return {
        kind.name: channels(kind, chosen.get(kind.name), level=tired[kind.name].level if kind.name in tired else 0)
        for kind in sorted_kinds()
    }


def waiting_since(moment: datetime) -> list[int]:
    """Members for whom something that should go at once has been waiting since before ``moment``."""
    waiting = Notification.objects.filter(mail_state=MailState.WAITING, delivery=Delivery.IMMEDIATE, gone=False)
    rows = waiting.filter(created_at__lt=moment)
    return list(rows.order_by("recipient_id").values_list("recipient_id", flat=True).distinct())


def waiting_for_digest(member_id: int) -> QuerySet[Notification]:
    """What a member's digest is to tell: unread, and not by mail at once."""
    waiting = Notification.objects.filter(recipient=member_id, mail_state=MailState.WAITING, read_at=None, gone=False)
    return waiting.exclude(delivery=Delivery.IMMEDIATE)


def as_suggestion(notification: Notification, *, weight: float) -> Suggestion:
    """A notification as a digest tells it."""
    kind = kinds.get(notification.kind)
    why = str(kind.why if kind else UNREAD)
    return Suggestion(
        kind=notification.kind, label="", title=notification.title, url=notification.url, why=why, weight=weight,
        deck=notification.excerpt,
    )  # fmt: skip


def digests_due(now: datetime) -> QuerySet[Digest, int]:
    """Members whose digest is due, the longest first."""
    return Digest.objects.filter(next_at__lte=now).order_by("next_at", "pk").values_list("pk", flat=True)


def digests_first(member_ids: Collection[int], now: datetime) -> set[int]:
    """Which of these members have a digest that is due, or was and is held: it comes before any that is planned."""
    mine = Digest.objects.filter(Q(next_at__lte=now) | Q(held=True), pk__in=member_ids, next_at__isnull=False)
    return set(mine.order_by("pk").values_list("pk", flat=True))


def digests_sent(member_ids: Collection[int]) -> dict[int, datetime]:
    """When members got their last digest, where they did."""
    rows = Digest.objects.filter(pk__in=member_ids, sent_at__isnull=False).order_by("pk")
    return {id: moment for id, moment in rows.values_list("pk", "sent_at") if moment}


def not_begun_since(moment: datetime) -> Q:
    """Of digests: those that no job has taken since ``moment``."""
    return Q(looked_at=None) | Q(looked_at__lt=moment)


def without_digest(most: int) -> list[int]:
    """Members whom a digest could reach, and who have none planned."""
    planned = Digest.objects.filter(member=OuterRef("pk"))
    found = Member.objects.filter(~Exists(planned), is_active=True, email__isnull=False).order_by("pk")
    return list(found.values_list("pk", flat=True)[:most])


def last_reads(member_ids: Collection[int]) -> dict[int, datetime]:
    """When members last read something that they were told, by opening it or its page."""
    read = Notification.objects.filter(recipient__in=member_ids, read_at__isnull=False).order_by()
    return dict(read.values_list("recipient_id").annotate(Max("read_at")))


def by_day(notifications: Sequence[Notification]) -> list[tuple[date, list[Notification]]]:
    """Notifications, in their order, under the day on which they came."""
    return [(day, list(rows)) for day, rows in groupby(notifications, lambda n: timezone.localdate(n.created_at))]
