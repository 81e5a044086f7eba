"""Whose quiet hours are which: a member's own, else their site's, else the organisation's."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import connection

from essaim.organisation import known
from essaim.organisation.models import Site

from .models import QuietHours
from .quiet import Hours, held_until

_HOURS = """
SELECT m.id, st.time_zone, st.public_holidays,
    coalesce(s.quiet_from, h.quiet_from, d.quiet_from, '19:00'),
    coalesce(s.quiet_until, h.quiet_until, d.quiet_until, '08:00'),
    coalesce(s.quiet_weekends, h.quiet_weekends, d.quiet_weekends, true),
    coalesce(s.quiet_holidays, h.quiet_holidays, d.quiet_holidays, true)
FROM people_member m
LEFT JOIN notifications_schedule s ON s.member_id = m.id AND s.own
LEFT JOIN organisation_site st ON st.id = m.site_id
LEFT JOIN notifications_quiethours h ON h.site_id = m.site_id
LEFT JOIN notifications_quiethours d ON d.site_id IS NULL
WHERE m.id = ANY(%s)
"""


def hours_of(member_ids: Collection[int]) -> dict[int, Hours]:
    """The quiet hours of each member: one query, whatever their number."""
    organisation = known.current()
    with connection.cursor() as cursor:
        cursor.execute(_HOURS, [list(member_ids)])
        return {
            id: Hours(
                zone or organisation.time_zone, start, end, weekends, (calendar or organisation.public_holidays) if holidays else ""
            )
            for id, zone, calendar, start, end, weekends, holidays in cursor.fetchall()
        }  # fmt: skip


def by_moment(member_ids: Collection[int], now: datetime) -> dict[datetime | None, list[int]]:
    """Members by when something may reach them: None for now."""
    found: dict[datetime | None, list[int]] = defaultdict(list)
    held: dict[Hours, datetime | None] = {}
    for id, hours in hours_of(member_ids).items():
        if hours not in held:
            held[hours] = held_until(now, hours)
        found[held[hours]].append(id)
    return found


def held(asked: Sequence[tuple[int | None, datetime]]) -> list[datetime | None]:
    """When what is ready for a member at a moment may leave, None for at once; who has no account lives by the organisation's hours."""
    known_ids = {id for id, _moment in asked if id}
    theirs = hours_of(known_ids) if known_ids else {}
    otherwise = None if all(id in theirs for id, _moment in asked) else site_hours(None)
    return [held_until(moment, theirs.get(id or 0) or otherwise or Hours()) for id, moment in asked]


def site_hours(site: Site | None) -> Hours:
    """What holds at ``site`` for who has not chosen; without one, in the organisation."""
    organisation = known.current()
    rows = {row.site_id: row for row in QuietHours.objects.filter(site=None).order_by("pk")}
    if site is not None:
        rows |= {row.site_id: row for row in QuietHours.objects.filter(site=site).order_by("pk")}
    row = rows.get(site.pk if site else None) or rows.get(None) or QuietHours()
    zone = (site.time_zone if site else "") or organisation.time_zone
    calendar = (site.public_holidays if site else "") or organisation.public_holidays
    return Hours(zone, row.quiet_from, row.quiet_until, row.quiet_weekends, calendar if row.quiet_holidays else "")


def sites_with_hours() -> set[int]:
    """Sites that live by something else than the organisation: hours, a time zone or public holidays."""
    found = set(QuietHours.objects.filter(site__isnull=False).order_by().values_list("site_id", flat=True))
    elsewhere = Site.objects.exclude(time_zone="", public_holidays="").order_by("pk")
    return {id for id in found if id} | set(elsewhere.values_list("pk", flat=True))
