"""How far one has read, what is unread, what happened since: fixed SQL, bounded whatever somebody follows."""

import dataclasses
import datetime
import json
from typing import Any

from django.db import connection
from django.utils.translation import get_language

from essaim.kernel import clock, soon
from essaim.kernel.names import fold
from essaim.people.models import Member

from .events import AnswerAccepted
from .models import Level

# How many unread threads are counted at most, and among how many threads of each theme that one follows they are looked for.
_COUNTED, _LATEST = 200, 300
# How many threads of a month are counted in each theme: more than thirty are many.
_LATELY = 31
# A visit that begins so long after the one before has something to tell.
VISIT = datetime.timedelta(hours=2)
# What is looked at to tell it.
_TOLD = 200

# Which of the threads t that are open to a member they may see (``ThreadQuerySet.visible_to``).
STANDS = """(t.posts_count > 0 OR t.author_id = %(me)s
   OR EXISTS (SELECT FROM conversations_post own WHERE own.thread_id = t.id AND own.author_id = %(me)s))"""
# What holds for a member (r: their Reading, f: their ThemeFollow; either may be missing).
LEVEL = "CASE WHEN r.why = 'chosen' THEN r.level ELSE GREATEST(r.level, f.level, 0) END"
# The limit has PostgreSQL look at the one row of each thread, and not at all that somebody ever read.
JOINS = """
LEFT JOIN LATERAL (
  SELECT x.* FROM conversations_reading x WHERE x.thread_id = t.id AND x.member_id = %(me)s LIMIT 1) r ON true
LEFT JOIN conversations_themefollow f ON f.theme_id = t.theme_id AND f.member_id = %(me)s
"""
# Of a followed theme, what was said before one followed it is not unread.
UNREAD = f"({LEVEL}) >= {Level.FOLLOWED:d} AND t.last_number > COALESCE(r.read_number, 0) AND (r.id IS NOT NULL OR t.last_post_at > f.since)"
# What may be unread, and up to where it is read: of the threads that one follows those that are kept so, and those that were written in last in
# the themes that one follows, each once.
FOLLOWED = f"""
(SELECT thread_id AS id, read_number FROM conversations_reading
 WHERE member_id = %(me)s AND level >= {Level.FOLLOWED:d} AND unread_since IS NOT NULL ORDER BY unread_since DESC LIMIT {_COUNTED})
UNION
SELECT latest.id, COALESCE(x.read_number, 0) FROM conversations_themefollow u CROSS JOIN LATERAL (
  SELECT id FROM conversations_thread s WHERE s.theme_id = u.theme_id AND s.last_post_at > u.since AND s.posts_count > 0
  ORDER BY s.last_post_at DESC, s.id DESC LIMIT {_LATEST}) latest
LEFT JOIN conversations_reading x ON x.thread_id = latest.id AND x.member_id = %(me)s
WHERE u.member_id = %(me)s AND u.level >= {Level.FOLLOWED:d}
  AND (x.id IS NULL OR x.level >= {Level.FOLLOWED:d} OR x.why <> 'chosen')
"""
# As an array: found first, by their indexes, and not looked for along the list of all threads.
MAYBE_UNREAD = f"t.id = ANY (ARRAY(SELECT id FROM ({FOLLOWED}) followed))"

# Goes before a SELECT: how far the page that it shows is read. Nothing is written where nothing changes.
MARK = f"""
WITH mark AS (
  INSERT INTO conversations_reading AS r (member_id, thread_id, read_number, level, why, opened_at)
  SELECT %(me)s, %(thread)s, %(read)s, 0, '', %(now)s FROM {soon.KEPT}
  ON CONFLICT (thread_id, member_id) DO UPDATE SET read_number = excluded.read_number, unread_since = CASE
    WHEN excluded.read_number < (SELECT t.last_number FROM conversations_thread t WHERE t.id = %(thread)s) THEN r.unread_since END
  WHERE r.read_number < excluded.read_number
)
"""

# The rail, as one JSON value of a statement in which FOLLOWED is called so: ``beside.rail``; ``fresh`` is what is unread.
RAIL = """
fresh AS MATERIALIZED (
  SELECT t.id, t.theme_id, t.last_post_at FROM followed JOIN conversations_thread t USING (id)
  WHERE t.last_number > followed.read_number AND t.posts_count > 0
    AND (t.restricted_to = '{}' OR t.restricted_to && %(audiences)s::bigint[])
), unread AS (
  SELECT theme_id, count(*) AS n FROM fresh GROUP BY theme_id
), beside AS (
  SELECT json_build_object(
    'unread', (SELECT COALESCE(sum(n), 0)::int FROM unread),
    'visit', (SELECT json_build_array(v.at, v.before, v.posts, v.by_team, v.solved) FROM conversations_visit v WHERE v.member_id = %(me)s),
    'themes', (
      SELECT json_agg(json_build_array(th.id, th.slug, th.position, th.archived_at IS NOT NULL,
        CASE WHEN %(language)s = 'en' AND th.name_en <> '' THEN th.name_en ELSE replace(th.name, '''', '’') END,
        COALESCE((SELECT n FROM unread WHERE unread.theme_id = th.id), 0), COALESCE(f.level, 0)))
      FROM organisation_theme th LEFT JOIN conversations_themefollow f ON f.theme_id = th.id AND f.member_id = %(me)s
      WHERE th.restricted_to = '{}' OR th.restricted_to && %(audiences)s::bigint[])
  )::text AS rail
)
"""
_RAIL = f"WITH followed AS ({FOLLOWED}), {RAIL} SELECT rail FROM beside"

_INDEX = f"""
SELECT th.id, th.slug, th.position, th.archived_at IS NOT NULL,
       CASE WHEN %(language)s = 'en' AND th.name_en <> '' THEN th.name_en ELSE replace(th.name, '''', '’') END,
       CASE WHEN %(language)s = 'en' AND th.description_en <> '' THEN th.description_en ELSE replace(th.description, '''', '’') END,
       ARRAY(SELECT CASE WHEN %(language)s = 'en' AND a.name_en <> '' THEN a.name_en ELSE replace(a.name, '''', '’') END
             FROM people_audience a WHERE a.id = ANY (th.restricted_to) ORDER BY a.name),
       latest.id, latest.title, latest.language, latest.last_post_at,
       (SELECT count(*) FROM (
          SELECT FROM conversations_thread t WHERE t.theme_id = th.id AND t.last_post_at > %(lately)s AND t.posts_count > 0
            AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[]) LIMIT {_LATELY}) lately)
FROM organisation_theme th
LEFT JOIN LATERAL (
  SELECT t.id, t.title, t.language, t.last_post_at FROM conversations_thread t
  WHERE t.theme_id = th.id AND t.posts_count > 0 AND t.title <> ''
    AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
  ORDER BY t.last_post_at DESC, t.id DESC LIMIT 1) latest ON true
WHERE %(all)s OR th.restricted_to = '{{}}' OR th.restricted_to && %(audiences)s::bigint[]
"""

_RENEW = f"""
INSERT INTO conversations_visit AS v (member_id, at, before, post_id, posts, by_team, solved)
SELECT %(me)s, %(now)s, old.at, COALESCE((SELECT max(id) FROM conversations_post), 0), COALESCE(new.posts, 0),
       COALESCE(new.by_team, 0), COALESCE(kept.solved, 0)
FROM {soon.KEPT} LEFT JOIN conversations_visit old ON old.member_id = %(me)s
LEFT JOIN LATERAL (
  SELECT count(*) AS posts, count(*) FILTER (WHERE m.team_id = %(team)s::bigint) AS by_team
  FROM (SELECT id, thread_id, author_id FROM conversations_post
        WHERE id > old.post_id AND deleted_at IS NULL AND author_id IS DISTINCT FROM %(me)s
        ORDER BY id DESC LIMIT {_TOLD}) p
  JOIN conversations_thread t ON t.id = p.thread_id AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
  LEFT JOIN people_member m ON m.id = p.author_id
) new ON old.member_id IS NOT NULL
LEFT JOIN LATERAL (
  SELECT count(DISTINCT t.id) AS solved
  FROM (SELECT subject_id, actor_id, occurred_at FROM journal_entry WHERE type = %(accepted)s ORDER BY id DESC LIMIT {_TOLD}) e
  JOIN conversations_thread t ON t.accepted_post_id = e.subject_id
    AND (t.restricted_to = '{{}}' OR t.restricted_to && %(audiences)s::bigint[])
  WHERE e.occurred_at > old.at AND e.actor_id IS DISTINCT FROM %(me)s
) kept ON old.member_id IS NOT NULL
ON CONFLICT (member_id) DO UPDATE SET at = excluded.at, before = excluded.before, post_id = excluded.post_id,
    posts = excluded.posts, by_team = excluded.by_team, solved = excluded.solved
RETURNING at, before, posts, by_team, solved
"""

_WATCHERS = f"""
SELECT m.id FROM (
  SELECT r.member_id FROM conversations_reading r
  LEFT JOIN conversations_themefollow f ON f.theme_id = %(theme)s AND f.member_id = r.member_id
  WHERE r.thread_id = %(thread)s AND r.member_id > %(last)s AND {LEVEL} = {Level.WATCHED:d}
  UNION
  SELECT f.member_id FROM conversations_themefollow f
  LEFT JOIN conversations_reading r ON r.thread_id = %(thread)s AND r.member_id = f.member_id
  WHERE f.theme_id = %(theme)s AND f.member_id > %(last)s AND f.level = {Level.WATCHED:d} AND {LEVEL} = {Level.WATCHED:d}
) watcher JOIN people_member m ON m.id = watcher.member_id AND m.is_active
WHERE %(open)s OR -m.id = ANY (%(audiences)s::bigint[])
  OR EXISTS (SELECT FROM people_audiencemembership a WHERE a.member_id = m.id AND a.audience_id = ANY (%(audiences)s::bigint[]))
ORDER BY m.id LIMIT %(limit)s
"""


@dataclasses.dataclass(frozen=True, slots=True)
class RailTheme:
    """A theme beside the list, with how many of its threads have something unread."""

    id: int
    slug: str
    position: int
    archived: bool
    label: str
    unread: int
    level: int


@dataclasses.dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme as its page shows it. ``lately``: its threads of the last thirty days that the reader may see, one more than are told at most."""

    id: int
    slug: str
    position: int
    archived: bool
    label: str
    deck: str
    audiences: list[str]
    latest_id: int | None
    latest: str | None
    language: str | None
    latest_at: datetime.datetime | None
    lately: int


@dataclasses.dataclass(frozen=True, slots=True)
class Since:
    """What happened between two visits. ``posts`` may be more than are told."""

    at: datetime.datetime
    before: datetime.datetime | None
    posts: int
    by_team: int
    solved: int

    @property
    def many(self) -> bool:
        return self.posts >= _TOLD


@dataclasses.dataclass(frozen=True, slots=True)
class Rail:
    themes: list[RailTheme]
    unread: int
    # Since the visit before this one; it may have nothing to tell.
    since: Since | None


def rail(member: Member) -> Rail:
    """The themes with what is unread in each, and what happened since the member was here."""
    given: dict[str, Any] = {"me": member.pk, "language": get_language(), "audiences": list(member.audience_ids)}
    with connection.cursor() as cursor:
        cursor.execute(_RAIL, given)
        return read_rail(cursor.fetchone()[0])


def read_rail(written: str) -> Rail:
    """The rail of RAIL's value."""
    found = json.loads(written)
    themes = [RailTheme(*one) for one in found["themes"] or ()]
    themes.sort(key=lambda theme: (theme.position, fold(theme.label), theme.id))
    since = None
    if found["visit"]:
        at, before, *counts = found["visit"]
        moment = datetime.datetime.fromisoformat
        since = Since(moment(at), moment(before) if before else None, *counts)
    return Rail(themes, found["unread"], since)


def visited(member: Member, beside: Rail) -> Rail:
    """The rail of who looks at all conversations. Where that begins a visit, one statement takes stock."""
    since, now = beside.since, clock.now()
    if since is None or since.at < now - VISIT:
        given: dict[str, Any] = {"me": member.pk, "audiences": list(member.audience_ids), "now": now, "team": member.team_id}
        given["accepted"] = AnswerAccepted.type
        with connection.cursor() as cursor:
            cursor.execute(_RENEW, given)
            since = Since(*cursor.fetchone())
    return dataclasses.replace(beside, since=since)


def theme_index(member: Member, *, arranging: bool = False) -> list[ThemeRow]:
    """The themes with their latest thread. Whoever arranges them sees all of them, but no thread that is not for them."""
    with connection.cursor() as cursor:
        cursor.execute(
            _INDEX,
            {
                "language": get_language(), "audiences": list(member.audience_ids), "all": arranging,
                "lately": clock.now() - datetime.timedelta(days=30),
            },
        )  # fmt: skip
        rows = [ThemeRow(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: (row.archived, row.position, fold(row.label), row.id))


def watchers_after(*, thread_id: int, theme_id: int | None, restricted_to: list[int], last_id: int, limit: int) -> list[int]:
    """The next members who are told of every post of a thread and may see it, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            _WATCHERS,
            {
                "thread": thread_id, "theme": theme_id, "audiences": restricted_to, "open": not restricted_to, "last": last_id,
                "limit": limit,
            },
        )  # fmt: skip
        return [id for (id,) in cursor.fetchall()]
