"""Whom to ask: volunteers who have time, those closest first, each with why; and a facilitator."""

import dataclasses
import datetime
import re
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from essaim.conversations import api as conversations
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

# As many as one reads over.
MOST = 7
# Whoever declined is not offered again for so long.
_DECLINED = datetime.timedelta(days=30)

# People who may be asked by %(me)s: not away, not busy, able to see what it is about, and not asked or having declined lately.
_FREE = """
  m.is_active AND m.id <> %(me)s
  AND (v.away_until IS NULL OR v.away_until < %(today)s)
  AND (cardinality(%(for)s::bigint[]) = 0 OR EXISTS (
    SELECT FROM people_audiencemembership k WHERE k.member_id = m.id AND k.audience_id = ANY (%(for)s::bigint[])))
  AND NOT EXISTS (
    SELECT FROM accompaniment_accompaniment a WHERE a.asker_id = %(me)s AND a.helper_id = m.id
      AND (a.state IN ('asked', 'accepted') OR (a.state = 'declined' AND a.ended_at > %(declined)s)))
"""
_BUSY = """(SELECT count(*) FROM accompaniment_accompaniment a
   WHERE a.helper_id = m.id AND a.state IN ('asked', 'accepted', 'met'))"""
_FACILITATES = """EXISTS (SELECT FROM people_rolegrant g WHERE g.member_id = m.id AND g.role = 'facilitator'
   AND (g.audience_id IS NULL OR g.audience_id = ANY (%(audiences)s::bigint[])))"""

# A match of the subject says most, then what people do, then where they are. What makes the order is what is said.
_RANKED = f"""
SELECT id, name, job, team, site, topic, on_theme, learnt, same_job, same_team, near_team, same_site FROM (
  SELECT m.id, m.first_name || ' ' || m.last_name AS name, m.sort_key, m.job_title AS job, t.name AS team, s.name AS site,
    (SELECT k.name FROM people_asktopic k WHERE k.member_id = m.id AND k.name = ANY (v.topics)
       AND k.name ILIKE ANY (%(words)s::text[]) ORDER BY k.position LIMIT 1) AS topic,
    v.theme_ids && %(themes)s::bigint[] AS on_theme,
    {{learnt}} AS learnt,
    coalesce(m.job_family_id = %(job)s, false) AS same_job,
    coalesce(m.team_id = %(team)s, false) AS same_team,
    coalesce(m.team_id <> %(team)s AND t.parent_id = %(above)s, false) AS near_team,
    coalesce(m.site_id = %(site)s, false) AS same_site,
    {_BUSY} AS busy, v.at_once
  FROM accompaniment_volunteer v JOIN people_member m ON m.id = v.member_id
  LEFT JOIN organisation_team t ON t.id = m.team_id LEFT JOIN organisation_site s ON s.id = m.site_id
  WHERE v.willing AND {_FREE}
) found WHERE busy < at_once
ORDER BY (topic IS NOT NULL)::int * 4 + on_theme::int * 3 + learnt::int * 3 + same_job::int * 3 + same_team::int * 2
   + near_team::int + same_site::int DESC, busy, sort_key, id
LIMIT %(most)s
"""

_MAY_ASK = f"""
SELECT EXISTS (
  SELECT FROM people_member m LEFT JOIN accompaniment_volunteer v ON v.member_id = m.id
  WHERE m.id = %(id)s AND ((v.willing AND {_FREE} AND {_BUSY} < v.at_once) OR ({_FACILITATES} AND {_FREE}))
)
"""

_FACILITATOR = f"""
SELECT m.id FROM people_member m LEFT JOIN accompaniment_volunteer v ON v.member_id = m.id
WHERE {_FACILITATES} AND {_FREE} ORDER BY {_BUSY}, m.sort_key, m.id LIMIT 1
"""


@dataclasses.dataclass(frozen=True)
class Candidate:
    """Somebody who may be asked; ``whys`` say what brings them here, the strongest first."""

    id: int
    name: str
    meta: str
    whys: Sequence[str]


def candidates(member: Member, about: tuple[str, int] | None = None, text: str = "") -> list[Candidate]:
    """At most MOST volunteers whom ``member`` may ask, the closest first. One query, and one for what it is about.

    Parameters:
        about: kind and id of an anchor; one that ``member`` may not see is as none.
        text: what is asked for, in which topics are looked for.
    """
    anchor, learnt = _anchor(member, about), "false"
    if anchor and about and (familiar := anchors.familiar.get(about[0])):
        # Volunteers are told that it shows here which lessons they finished (the page where one volunteers).
        learnt = f"%(about)s IN ({familiar.replace('%(me)s', 'm.id')})"
    given = _given(member, anchor) | {
        "about": about[1] if about else None, "themes": [anchor.theme_id] if anchor and anchor.theme_id else [],
        "words": _patterns(f"{anchor.title if anchor else ''} {text}"), "job": member.job_family_id, "team": member.team_id,
        "above": member.team.parent_id if member.team else None, "site": member.site_id, "most": MOST,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_RANKED.format(learnt=learnt), given)
        return [_candidate(*row) for row in cursor.fetchall()]


def facilitator_for(member: Member, about: tuple[str, int] | None = None) -> int | None:
    """The facilitator of everybody, or of an audience of ``member``, who accompanies fewest now; None if all are away."""
    with connection.cursor() as cursor:
        cursor.execute(_FACILITATOR, _given(member, _anchor(member, about)))
        row = cursor.fetchone()
    return int(row[0]) if row else None


def may_ask(member: Member, helper_id: int, about: tuple[str, int] | None = None) -> bool:
    """Whether ``member`` may ask this one now: a volunteer with time, or a facilitator, and not away."""
    with connection.cursor() as cursor:
        cursor.execute(_MAY_ASK, _given(member, _anchor(member, about)) | {"id": helper_id})
        return bool(cursor.fetchone()[0])


def _anchor(member: Member, about: tuple[str, int] | None) -> Anchor | None:
    """What it is about, where ``member`` may see it: who is offered would say who else may, and who finished it."""
    return conversations.anchor_for(member, *about) if about else None


def _given(member: Member, anchor: Anchor | None) -> dict[str, Any]:
    return {
        "me": member.pk, "today": clock.today(), "declined": clock.now() - _DECLINED, "audiences": member.joined_ids,
        "for": [id for id in anchor.restricted_to if id > 0] if anchor else [],
    }  # fmt: skip


def _patterns(text: str) -> list[str]:
    """The longer words of a text as parts of a topic's name: plurals and articles aside, no more is understood."""
    words = {word.casefold().rstrip("sx") for word in re.findall(r"[^\W\d_]{4,}", text)}
    return [f"%{word}%" for word in sorted(words) if len(word) > 3][:40]


def _candidate(
    id: int, name: str, job: str, team: str | None, site: str | None, topic: str | None, on_theme: bool, learnt: bool,
    same_job: bool, same_team: bool, near_team: bool, same_site: bool,
) -> Candidate:  # fmt: skip
    whys = [
        (topic is not None, _("on peut lui demander : %(topic)s") % {"topic": topic}),
        (on_theme, _("accompagne sur ce thème")),
        (learnt, _("a terminé cette leçon")),
        (same_job, _("même métier que vous")),
        (same_team, _("votre équipe")),
        (near_team, _("une équipe voisine")),
        (same_site, _("même site")),
    ]
    said = [words for holds, words in whys if holds] or [_("a du temps en ce moment")]
    return Candidate(id, name, ", ".join(part for part in (job, team, site) if part), said)
