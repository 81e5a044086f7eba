"""How close one stays to a thread or a theme, and what one has read."""

from collections.abc import Collection
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import ngettext

from essaim.conversations.models import Level, Reading, ThemeFollow, Thread, Why
from essaim.conversations.reading import FOLLOWED, JOINS, UNREAD
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.organisation.models import Theme
from essaim.people.models import Member

from .unread import fall_behind

TAKE_UP = """
INSERT INTO conversations_reading AS r (member_id, thread_id, read_number, level, why, opened_at, unread_since)
SELECT m.id, t.id, 0, %(level)s, %(why)s, %(now)s, CASE WHEN t.last_number > 0 THEN %(now)s::timestamptz END
FROM people_member m, conversations_thread t WHERE m.id = ANY (%(members)s) AND t.id = %(thread)s ORDER BY m.id
ON CONFLICT (thread_id, member_id) DO UPDATE SET level = excluded.level, why = excluded.why, unread_since = CASE
    WHEN r.read_number < (SELECT t.last_number FROM conversations_thread t WHERE t.id = %(thread)s)
    THEN COALESCE(r.unread_since, %(now)s) END
WHERE r.why <> 'chosen' AND r.level < excluded.level
"""
# Of the threads that one follows all, and not those alone that the worker has told of: who says so means what is there now.
_EVERYTHING = f"""t.id = ANY (ARRAY(
    SELECT thread_id FROM conversations_reading WHERE member_id = %(me)s AND level >= {Level.FOLLOWED:d}
    UNION SELECT id FROM ({FOLLOWED}) followed))"""
_READ_ALL = f"""
INSERT INTO conversations_reading AS old (member_id, thread_id, read_number, level, why, opened_at)
SELECT %(me)s, t.id, t.last_number, 0, '', %(now)s FROM conversations_thread t {JOINS}
WHERE {_EVERYTHING} AND {UNREAD} AND (%(theme)s::bigint IS NULL OR t.theme_id = %(theme)s)
  AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
ON CONFLICT (thread_id, member_id) DO UPDATE SET
    read_number = GREATEST(old.read_number, excluded.read_number), unread_since = NULL
"""


@transaction.atomic
def follow_thread(*, actor: Member, thread_id: int, level: int) -> Reading:
    """Keeps what the actor chose for a thread. Raises Thread.DoesNotExist where there is no such thread for them."""
    thread = Thread.objects.visible_to(actor).get(pk=thread_id)
    reading, _made = Reading.objects.update_or_create(
        member=actor, thread=thread, defaults={"level": Level(level), "why": Why.CHOSEN},
        create_defaults={"level": Level(level), "why": Why.CHOSEN, "opened_at": clock.now()},
    )  # fmt: skip
    fall_behind(thread_ids=[thread.pk], member_id=actor.pk)
    return reading


@transaction.atomic
def follow_theme(*, actor: Member, theme_id: int, level: int) -> None:
    """Keeps what the actor chose for a theme; NONE takes it back. Raises Theme.DoesNotExist."""
    theme = Theme.objects.open_to(actor.audience_ids).get(pk=theme_id)
    if level == Level.NONE:
        ThemeFollow.objects.filter(member=actor, theme=theme).delete()
        return
    # Who follows already goes on from where they were.
    known = (
        ThemeFollow.objects.filter(member=actor, theme=theme, level__gte=Level.FOLLOWED).values_list("since", flat=True).first()
    )
    ThemeFollow.objects.update_or_create(
        member=actor, theme=theme, defaults={"level": Level(level), "since": known or clock.now()}
    )


def take_up(*, thread_id: int, members: Collection[int], why: Why) -> None:
    """These members follow the thread from now on, unless they chose otherwise or do already."""
    if members:
        with connection.cursor() as cursor:
            cursor.execute(TAKE_UP, taking_up(thread_id=thread_id, members=members, why=why))


def taking_up(*, thread_id: int, members: Collection[int], why: Why) -> dict[str, Any]:
    """The parameters of TAKE_UP, for a statement that has it as a part."""
    return {"thread": thread_id, "members": list(members), "level": Level.FOLLOWED, "why": why, "now": clock.now()}


def mark_all_read(*, actor: Member, theme_id: int | None = None) -> int:
    """Everything that the actor follows is read, or what of it is in a theme. Returns how many threads were not."""
    with connection.cursor() as cursor:
        cursor.execute(
            _READ_ALL, {"me": actor.pk, "theme": theme_id, "audiences": list(actor.audience_ids), "now": clock.now()}
        )
        return cursor.rowcount


@transaction.atomic
def set_position(*, actor: Member, thread_id: int, read_number: int) -> Reading:
    """Says how far the actor has read a thread, for a program; backwards too, to keep it for later. Raises Thread.DoesNotExist."""
    thread = Thread.objects.visible_to(actor).get(pk=thread_id)
    if not 0 <= read_number <= thread.last_number:
        raise Refused(
            ngettext(
                "Ce fil a %(n)d message : donnez un numéro de 0 à %(n)d.",
                "Ce fil a %(n)d messages : donnez un numéro de 0 à %(n)d.",
                thread.last_number,
            )
            % {"n": thread.last_number},
            code="position",
        )
    reading, _made = Reading.objects.update_or_create(
        member=actor, thread=thread, defaults={"read_number": read_number, "unread_since": None},
        create_defaults={"read_number": read_number, "opened_at": clock.now()},
    )  # fmt: skip
    fall_behind(thread_ids=[thread.pk], member_id=actor.pk)
    return reading


def unmuted(thread: Thread, members: Collection[int]) -> set[int]:
    """Those of ``members`` who did not ask for silence in the thread or its theme."""
    ids = set(members)
    rows = dict(Reading.objects.filter(thread=thread, member__in=ids).order_by().values_list("member_id", "level"))
    themes = ThemeFollow.objects.filter(Q(theme=thread.theme_id), member__in=ids, level=Level.MUTED)
    muted = set(themes.order_by().values_list("member_id", flat=True)) if thread.theme_id else set()
    return {id for id in ids if rows.get(id, Level.NONE) != Level.MUTED and not (id in muted and rows.get(id, 0) == Level.NONE)}
