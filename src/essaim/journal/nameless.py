"""The log without its persons: after a time for everybody, at once for whoever is erased.

What happened stays, who did it goes. The moment becomes its day: to the second it would lead back to whoever did something
else at that second.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q

from .events import event_types
from .models import Entry

_DAY = "occurred_at = date_trunc('day', occurred_at, 'UTC')"
# A list loses one id, or all of them; a single id becomes null.
_FIELD = """
UPDATE journal_entry SET {day}, payload = jsonb_set(payload, ARRAY[%(field)s::text],
    CASE WHEN jsonb_typeof(payload -> %(field)s) = 'array' THEN
        COALESCE((SELECT jsonb_agg(x) FROM jsonb_array_elements(payload -> %(field)s) AS x WHERE {kept}), '[]')
    ELSE 'null' END)
WHERE type = %(type)s AND (%(key)s::text IS NULL OR payload ->> %(key)s = %(value)s) AND {which}
"""
_ONE = _FIELD.format(
    day=_DAY,
    kept="x <> to_jsonb(%(id)s::bigint)",
    which="(payload -> %(field)s = to_jsonb(%(id)s::bigint) OR payload -> %(field)s @> jsonb_build_array(%(id)s::bigint))",
)
_OLD = _FIELD.format(day=_DAY, kept="false", which="occurred_at < %(before)s AND payload -> %(field)s NOT IN ('null', '[]')")


def forget_member(member_id: int) -> int:
    """Takes one member out of the log, in the caller's transaction. Returns how many entries changed."""
    page = f"/people/members/{member_id}/"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE journal_entry SET actor_id = NULL, {_DAY} WHERE actor_id = %s", [member_id])
        changed = cursor.rowcount
        cursor.execute(
            f"UPDATE journal_entry SET subject_id = 0, {_DAY} WHERE subject_type = 'member' AND subject_id = %s", [member_id]
        )
        changed += cursor.rowcount
        for field in _fields():
            cursor.execute(_ONE, field | {"id": member_id})
            changed += cursor.rowcount
        cursor.execute(
            "UPDATE journal_entry SET payload = replace(payload::text, %s, '/people/members/')::jsonb "
            "WHERE strpos(payload::text, %s) > 0",
            [page, page],
        )
    return changed + cursor.rowcount


def make_nameless(before: datetime) -> int:
    """Takes everybody out of the entries older than ``before``. Returns how many it changed; again, it changes none."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE journal_entry SET actor_id = NULL, {_DAY} WHERE occurred_at < %s AND actor_id IS NOT NULL", [before]
        )
        changed = cursor.rowcount
        cursor.execute(
            f"UPDATE journal_entry SET subject_id = 0, {_DAY} "
            "WHERE occurred_at < %s AND subject_type = 'member' AND subject_id <> 0",
            [before],
        )
        changed += cursor.rowcount
        for field in _fields():
            cursor.execute(_OLD, field | {"before": before})
            changed += cursor.rowcount
    return changed


def acts_of(member_id: int, limit: int | None = None) -> list[dict[str, Any]]:
    """What the log holds about a member: what they did, and what was done to them, the latest first."""
    mine = Q(actor_id=member_id) | Q(subject_type="member", subject_id=member_id)
    for field in _fields():
        one, several = f"payload__{field['field']}", f"payload__{field['field']}__contains"
        here = Q(type=field["type"], **({f"payload__{field['key']}": field["value"]} if field["key"] else {}))
        mine |= here & (Q(**{one: member_id}) | Q(**{several: [member_id]}))
    entries = Entry.objects.filter(mine).order_by("-pk")[:limit]
    return [
        {
            "at": entry.occurred_at.isoformat(),
            "type": entry.type,
            "by_me": entry.actor_id == member_id,
            "subject": f"{entry.subject_type} {entry.subject_id}",
        }
        for entry in entries
    ]


def _fields() -> Iterator[dict[str, str | None]]:
    for type, cls in event_types:
        for field in cls.members:
            name, key, value = (field, None, None) if isinstance(field, str) else field
            yield {"type": type, "field": name, "key": key, "value": value}
