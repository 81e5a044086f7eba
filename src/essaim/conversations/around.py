"""What stands around the posts of a thread: its poll, the page it is about, who asks the same, where posts went. One statement."""

import dataclasses
import datetime
import json
from collections.abc import Sequence
from typing import Any

from django.db import connection

from essaim.kernel import clock
from essaim.kernel.anonymity import THRESHOLD
from essaim.people.models import Member

from .models.finding import host_of
from .rows import ThreadRow

# Names of those who chose an option, at most.
_NAMES = 40

# What nobody may count yet is not even read: an anonymous poll before it closes, or with fewer than five votes.
_AROUND = f"""
SELECT
  (SELECT json_build_object('url', f.url, 'source', f.source) FROM conversations_finding f WHERE f.thread_id = %(thread)s),
  (SELECT json_build_object(
      'is_multiple', p.is_multiple, 'is_anonymous', p.is_anonymous, 'closes_at', p.closes_at, 'voters', p.voters,
      'ballot', EXISTS (SELECT FROM conversations_ballot b WHERE b.poll_id = p.thread_id AND b.member_id = %(me)s),
      'options', (SELECT json_agg(json_build_object(
          'id', o.id, 'text', o.text,
          'votes', CASE WHEN p.is_anonymous AND (p.closes_at > %(now)s OR p.voters < {THRESHOLD}) THEN NULL ELSE o.votes END,
          'mine', EXISTS (SELECT FROM conversations_vote v WHERE v.option_id = o.id AND v.member_id = %(me)s),
          'names', ARRAY(SELECT m.first_name || ' ' || m.last_name FROM conversations_vote v
                         JOIN people_member m ON m.id = v.member_id WHERE v.option_id = o.id ORDER BY m.sort_key LIMIT {_NAMES})
        ) ORDER BY o.position) FROM conversations_polloption o WHERE o.poll_id = p.thread_id))
   FROM conversations_poll p WHERE p.thread_id = %(thread)s),
  EXISTS (SELECT FROM conversations_samequestion s WHERE s.thread_id = %(thread)s AND s.member_id = %(me)s),
  (SELECT json_agg(json_build_object(
      'kind', l.kind, 'came', l.target_id = %(thread)s, 'id', o.id, 'title', o.title, 'post', l.post_id) ORDER BY l.id)
   FROM conversations_threadlink l
   JOIN conversations_thread o ON o.id = CASE WHEN l.target_id = %(thread)s THEN l.source_id ELSE l.target_id END
   WHERE (l.target_id = %(thread)s OR l.source_id = %(thread)s)
     AND (o.restricted_to = '{{}}' OR o.restricted_to && %(audiences)s::bigint[])),
  {{first_posts}}
"""
# That somebody wrote nothing before post p that can be read: not what was taken out of sight, nor what is between a few people.
FIRST = """NOT EXISTS (
  SELECT FROM conversations_post b JOIN conversations_thread bt ON bt.id = b.thread_id
  WHERE b.author_id = p.author_id AND (b.created_at, b.id) < (p.created_at, p.id) AND b.deleted_at IS NULL
    AND NOT (0 >= ANY (bt.restricted_to)))"""
# For facilitators alone. Were it left to a condition in the statement, that would be planned anew for every thread.
_FIRST_POSTS = f"""ARRAY(
      SELECT p.id FROM conversations_post p
      WHERE p.id = ANY (%(posts)s) AND p.created_at > %(recent)s AND {FIRST})
"""
# A first post is marked for so long.
RECENT = datetime.timedelta(days=30)


@dataclasses.dataclass(frozen=True, slots=True)
class FoundPage:
    url: str
    source: str

    @property
    def host(self) -> str:
        return host_of(self.url)


@dataclasses.dataclass(frozen=True, slots=True)
class OptionRow:
    """One option as the reader may see it. ``votes`` is None as long as they may not."""

    id: int
    text: str
    votes: int | None
    mine: bool
    names: Sequence[str]


@dataclasses.dataclass(frozen=True, slots=True)
class PollRow:
    """A poll as the reader may see it: its results once they voted or it is closed; of an anonymous one, once it is closed and
    five people voted."""

    is_multiple: bool
    is_anonymous: bool
    closes_at: datetime.datetime | None
    is_closed: bool
    voters: int
    has_voted: bool
    options: list[OptionRow]

    @property
    def shows_results(self) -> bool:
        return all(option.votes is not None for option in self.options)

    @property
    def may_vote(self) -> bool:
        """An anonymous vote cannot be changed: nobody knows which it was."""
        return not self.is_closed and not (self.is_anonymous and self.has_voted)

    @property
    def too_few(self) -> bool:
        return self.is_anonymous and self.is_closed and self.voters < THRESHOLD

    def share(self, option: OptionRow) -> int:
        """Percent of the voters who chose an option."""
        return round(100 * (option.votes or 0) / self.voters) if self.voters else 0


@dataclasses.dataclass(frozen=True, slots=True)
class LinkRow:
    """Where posts went or came from. ``came``: they came to this thread, from thread ``id``."""

    kind: str
    came: bool
    id: int
    title: str
    post: int | None


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    found: FoundPage | None = None
    poll: PollRow | None = None
    is_mine_too: bool = False
    links: Sequence[LinkRow] = ()
    first_posts: frozenset[int] = frozenset()


def around(member: Member, row: ThreadRow, posts: Sequence[int] = (), *, runs: bool = False) -> Around:
    """What stands around a thread that ``member`` sees; nothing is asked where nothing can be.

    Parameters:
        posts: ids of the posts that are shown.
        runs: whether the member facilitates it, and is told which posts are somebody's first.
    """
    if row.kind in ("discussion", "testimony") and not row.is_linked and not runs:
        return Around()
    now = clock.now()
    given: dict[str, Any] = {
        "thread": row.id, "me": member.pk, "audiences": list(member.audience_ids), "now": now,
        "posts": list(posts), "recent": now - RECENT,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_AROUND.replace("{first_posts}", _FIRST_POSTS if runs else "NULL"), given)
        found, poll, same, links, first = cursor.fetchone()
    return Around(
        FoundPage(**_read(found)) if found else None, _poll(_read(poll), now) if poll else None, same,
        [LinkRow(**link) for link in _read(links) or ()], frozenset(first or ()),
    )  # fmt: skip


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _poll(given: dict[str, Any], now: datetime.datetime) -> PollRow:
    closes_at = datetime.datetime.fromisoformat(given["closes_at"]) if given["closes_at"] else None
    is_closed = closes_at is not None and closes_at <= now
    has_voted = given["ballot"] or any(option["mine"] for option in given["options"])
    options = [OptionRow(**option) for option in given["options"]]
    if not (is_closed or has_voted):
        options = [dataclasses.replace(option, votes=None, names=()) for option in options]
    return PollRow(given["is_multiple"], given["is_anonymous"], closes_at, is_closed, given["voters"], has_voted, options)
