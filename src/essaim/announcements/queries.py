"""Reads over announcements; what a member may see is in the query."""

import dataclasses
import datetime
import re
from collections.abc import Collection, Sequence

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from essaim.kernel.errors import Refused
from essaim.kernel.ordering import by_name
from essaim.people import rules
from essaim.people.audiences import Headcount, count, matching
from essaim.people.models import Audience, Member, within

from .models import Announcement, Seen

PAGE = 20

_NAMES = """ARRAY(SELECT CASE WHEN %(language)s = 'en' AND x.name_en <> '' THEN x.name_en ELSE replace(x.name, '''', '’') END
      FROM people_audience x WHERE x.id = ANY (a.restricted_to) AND x.id = ANY (%(audiences)s::bigint[]) ORDER BY x.name)"""
# What home shows to a member now, the latest first; the audiences are those of its audiences that the reader is in.
ON_HOME = f"""
SELECT a.id, a.title, a.html, a.language, {_NAMES} AS audiences
FROM announcements_announcement a
WHERE a.state = 'published' AND a.home_until > %(now)s
  AND (a.restricted_to = '{{}}' OR a.restricted_to && %(audiences)s::bigint[])
  AND NOT EXISTS (SELECT FROM announcements_seen s WHERE s.member_id = %(me)s AND s.announcement_id = a.id)
ORDER BY a.publish_at DESC, a.id DESC LIMIT 2
"""
_OPENED = """
SELECT count(s.id) FILTER (WHERE s.opened), count(*), coalesce(sum(m.record_key), 0)
FROM people_member m LEFT JOIN announcements_seen s ON s.member_id = m.id AND s.announcement_id = %(id)s
WHERE m.is_active AND (%(everybody)s OR EXISTS (
  SELECT FROM people_audiencemembership k WHERE k.member_id = m.id AND k.audience_id = ANY (%(audiences)s::bigint[])))
"""

# Who reads an announcement, for content.file_uses.
READS_ANNOUNCEMENT = """EXISTS (SELECT FROM announcements_announcement a WHERE a.id = u.object_id AND a.state = 'published'
    AND (a.restricted_to = '{}' OR a.restricted_to && %(audiences)s::bigint[]))"""

_PLACE = re.compile(r"/announcements/(\d{1,18})/")
_SEEN = """
SELECT told.n FROM unnest(%(members)s::bigint[], %(ids)s::bigint[]) WITH ORDINALITY AS told(member, id, n)
JOIN announcements_announcement a ON a.id = told.id AND a.state = 'published'
WHERE a.restricted_to = '{}' OR EXISTS (
    SELECT FROM people_audiencemembership k WHERE k.member_id = told.member AND k.audience_id = ANY (a.restricted_to))
"""


def announcement_for(member: Member, id: int) -> Announcement | None:
    """One that came out, with ``was_seen``; None if there is none or not for ``member``."""
    seen = Seen.objects.filter(member=member, announcement=OuterRef("pk"), opened=True)
    return (
        Announcement.objects.visible_to(member).select_related("author").annotate(was_seen=Exists(seen)).filter(pk=id).first()
    )


def still_seen(pairs: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
    """Those of many members and pages that lead to no announcement, or to one that is out and for the member (notifications.sights)."""
    about = [(pair, int(place[1])) for pair in pairs if (place := _PLACE.fullmatch(pair[1]))]
    seen = [pair for pair in pairs if not _PLACE.fullmatch(pair[1])]
    if not about:
        return seen
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"members": [pair[0] for pair, _id in about], "ids": [id for _pair, id in about]})
        return seen + [about[n - 1][0] for (n,) in cursor.fetchall()]


def listed(member: Member, before: tuple[datetime.datetime, int] | None = None, limit: int = PAGE) -> list[Announcement]:
    """``limit`` and one more of those that ``member`` may read, the latest first."""
    found = Announcement.objects.visible_to(member).filter(state=Announcement.State.PUBLISHED)
    if before:
        at, id = before
        found = found.filter(Q(publish_at__lt=at) | Q(publish_at=at, pk__lt=id))
    return list(found.select_related("author").order_by("-publish_at", "-pk")[: limit + 1])


def editable_by(member: Member) -> QuerySet[Announcement]:
    """Those that ``member`` runs: all of them, or those that are for audiences of which they are the facilitator."""
    if member.is_facilitator:
        return Announcement.objects.all()
    return Announcement.objects.exclude(restricted_to=[]).filter(restricted_to__contained_by=sorted(member.facilitated_ids))


def for_editors(member: Member) -> list[tuple[Announcement, list[str]]]:
    """The latest hundred of every state with the names of their audiences: what is not out first."""
    found = list(editable_by(member).order_by("-pk")[:100])
    found.sort(key=lambda row: row.is_out)
    names = {audience.pk: audience.label for audience in Audience.objects.order_by(by_name(), "pk")}
    return [(row, [names[id] for id in row.restricted_to if id in names]) for row in found]


def recipients(restricted_to: Sequence[int]) -> QuerySet[Member]:
    """The active members whom an announcement to these audiences is for."""
    return Member.objects.filter(within(restricted_to), is_active=True)


@dataclasses.dataclass(frozen=True)
class Reach:
    """How many an announcement is for, None where the audiences ask too much in private to say; and how many of them have no
    address for a mail, None where that may not be said."""

    people: Headcount | None
    without_mail: int | None = None


def reach(restricted_to: Sequence[int]) -> Reach:
    """Counted before sending. Where an audience reads what members stated in private, the number is protected."""
    if not restricted_to:
        rule: rules.Rule = rules.AllOf()
    else:
        kept = Audience.objects.filter(pk__in=restricted_to).order_by("pk").values_list("rule", flat=True)
        rule = rules.AnyOf(tuple(rules.parse(one) for one in kept))
    try:
        rules.refuse_many_questions(rule)
    except Refused:
        return Reach(None)
    people = count(rule)
    return Reach(people, matching(rule).filter(email=None).count() if people.exact else None)


def opened_by(announcement: Announcement) -> tuple[int, int, int]:
    """How many opened it, of how many, and the sum of the keys of all of these: for counting only (kernel.anonymity)."""
    with connection.cursor() as cursor:
        cursor.execute(
            _OPENED,
            {
                "id": announcement.pk, "everybody": not announcement.restricted_to,
                "audiences": list(announcement.restricted_to),
            },
        )  # fmt: skip
        opened, people, key = cursor.fetchone()
    return opened, people, int(key)
