"""Reads over teams: a team's page, who leads it, who may change it, what comes next."""

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef, Q

from essaim.kernel import clock
from essaim.kernel.ids import digest
from essaim.organisation.models import Team

from .models import AskTopic, CalendarFeed, Member, ObjectiveProposal, ProposalAnswer, TeamChange, TeamDate, TeamPage

# What a page shows of a large team; the search finds the others.
MOST_MEMBERS = 60
MOST_DATES = 12

_LEADERS = """
SELECT DISTINCT ON (m.team_id) m.team_id, l.id, l.first_name || ' ' || l.last_name
FROM people_member m JOIN people_member l ON l.id = m.manager_id AND l.is_active
WHERE m.team_id = ANY (%s) AND m.is_active
GROUP BY m.team_id, l.id
ORDER BY m.team_id, count(*) DESC, l.id
"""


@dataclasses.dataclass(frozen=True)
class Leader:
    id: int
    name: str


@dataclasses.dataclass(frozen=True)
class Place:
    """A team and where it stands: the teams above, from the top, and those right below."""

    team: Team
    above: list[Team]
    below: list[Team]
    leader: Leader | None
    # Ids of those who lead it or a team above it: they may see it in aggregate.
    led_by: frozenset[int]


def team_for(id: int) -> Team | None:
    """A team with its page, if it has one: every member may see every team."""
    return Team.objects.select_related("page").filter(pk=id).first()


def page_of(team: Team) -> TeamPage:
    """The team's page; an empty one where nobody wrote yet."""
    try:
        return team.page  # type: ignore[attr-defined, no-any-return]
    except TeamPage.DoesNotExist:
        return TeamPage(team=team)


def place_of(team: Team) -> Place:
    """Two queries, whatever the size of the organisation."""
    near = {one.pk: one for one in Team.objects.filter(Q(pk__in=team.ancestor_ids) | Q(parent=team)).order_by("name", "pk")}
    leaders = leaders_of(team.ancestor_ids)
    return Place(
        team=team,
        above=[near[id] for id in team.ancestor_ids if id != team.pk and id in near],
        below=[one for one in near.values() if one.parent_id == team.pk],
        leader=leaders.get(team.pk),
        led_by=frozenset(leader.id for leader in leaders.values()),
    )


def leaders_of(team_ids: Collection[int]) -> Mapping[int, Leader]:
    """For each team the member who, as the directory says, manages most of those who are in it."""
    with connection.cursor() as cursor:
        cursor.execute(_LEADERS, [list(team_ids)])
        return {team_id: Leader(id, name) for team_id, id, name in cursor.fetchall()}


def may_edit(member: Member, team: Team) -> bool:
    """Whoever is in the team or below it, manages somebody there, or is a facilitator."""
    if member.is_facilitator:
        return True
    inside = Member.objects.filter(is_active=True, team__ancestor_ids__contains=[team.pk])
    return inside.filter(Q(pk=member.pk) | Q(manager=member)).exists()


def members_of(team: Team) -> list[Any]:
    """The team's own members by name, one more than MOST_MEMBERS, each with ``topics`` on which they may be asked."""
    topics = AskTopic.objects.filter(member=OuterRef("pk")).order_by("position").values("name")
    found = Member.objects.filter(team=team, is_active=True).select_related("job_family").annotate(topics=ArraySubquery(topics))
    return list(found.order_by("sort_key", "pk")[: MOST_MEMBERS + 1])


def coming_dates(team: Team) -> list[TeamDate]:
    """What comes next, today included; one more than MOST_DATES."""
    return list(TeamDate.objects.filter(team=team, day__gte=clock.today()).order_by("day", "begins", "pk")[: MOST_DATES + 1])


def changes_of(team: Team, before: int | None = None, most: int = 30) -> list[TeamChange]:
    """Who changed what on the team's page, the latest first, ``most`` and one more, from before the change number ``before``."""
    found = TeamChange.objects.filter(page=team.pk).select_related("author").order_by("-number")
    return list((found.filter(number__lt=before) if before else found)[: most + 1])


def feed_dates(secret: str) -> tuple[Member, list[TeamDate]] | None:
    """Whose calendar a private address is, and the dates of their team and those above it; None if it leads nowhere."""
    feed = CalendarFeed.objects.select_related("member__team").filter(digest=digest(secret), member__is_active=True).first()
    if feed is None:
        return None
    team = feed.member.team
    since = clock.today().replace(day=1)
    dates = TeamDate.objects.filter(team__in=team.ancestor_ids if team else [], day__gte=since).select_related("team")
    return feed.member, list(dates.order_by("day", "begins", "pk")[:500])


def top_teams() -> list[tuple[Team, list[Team]]]:
    """The teams that stand under none, and those right below each."""
    tops = list(Team.objects.filter(parent=None).order_by("name", "pk"))
    below: dict[int, list[Team]] = {}
    for team in Team.objects.filter(parent__in=tops).order_by("name", "pk"):
        below.setdefault(team.parent_id or 0, []).append(team)
    return [(top, below.get(top.pk, [])) for top in tops]


def topics_of(member: Member) -> list[str]:
    return list(AskTopic.objects.filter(member=member).order_by("position").values_list("name", flat=True))


def proposals_by(manager: Member) -> list[ObjectiveProposal]:
    """A manager's open proposals, the latest first, each with its objective."""
    found = ObjectiveProposal.objects.filter(manager=manager, withdrawn_at=None).select_related("objective")
    return list(found.order_by("-proposed_at", "-pk"))


def proposals_to(member: Member) -> list[ProposalAnswer]:
    """What is proposed to ``member``, with what they answered, which is for their eyes only."""
    found = ProposalAnswer.objects.filter(member=member, proposal__withdrawn_at=None)
    return list(found.select_related("proposal__objective", "proposal__manager").order_by("-proposal__proposed_at", "-pk"))
