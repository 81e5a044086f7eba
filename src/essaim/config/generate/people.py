"""Members, teams, sites and their audiences, beside the people of the demo, who have their stories and can be entered as."""

import datetime
import json
import random
from collections.abc import Iterator
from typing import Any

from django.db import connection

from essaim.kernel import clock
from essaim.kernel.names import sort_key
from essaim.organisation.models import JobFamily, Site, Team
from essaim.people.models import Member

from .load import copy
from .words import WORDS

# The job families of the demo, with their share of the members made here.
FAMILIES = {
    "Service client": 24, "Production et informatique": 34, "Commercial": 18, "Encadrement": 9, "Communication": 7,
    "Ressources humaines": 8,
}  # fmt: skip
_PER_TEAM = 12


def make(count: int, chance: random.Random) -> range:
    """``count`` members in teams of a dozen under departments of twenty teams, each with a manager. Returns their ids."""
    first = _next(Member)
    sites = range(_next(Site), _next(Site) + len(WORDS["sites"]))
    named = zip(sites, WORDS["sites"], strict=True)
    copy(
        "organisation_site",
        ("id", "slug", "name", "name_en"),
        ((n, f"groupe-{n}", f"{name} (groupe)", "") for n, name in named),
    )
    members = range(first, first + count)
    families = dict(JobFamily.objects.order_by("pk").values_list("name", "pk"))
    copy("people_member", _MEMBER, _members(members, _teams(count), families, sites, chance))
    # One audience a site; who is in it is reckoned when the organisation file is read.
    copy(
        "people_audience", ("slug", "name", "name_en", "rule", "shown_size"),
        ((f"groupe-{n}", f"Site {n}", "", json.dumps({"site": [n]}), 0) for n in sites),
    )  # fmt: skip
    return members


def _next(model: Any) -> int:
    latest = model.objects.order_by("-pk").first()
    return latest.pk + 1 if latest else 1


def _teams(count: int) -> list[int]:
    """The ids of the smallest teams."""
    root, small = _next(Team), max(count // _PER_TEAM, 1)
    departments = max(small // 20, 1)
    rows: list[tuple[int, str, int | None, list[int]]] = [(root, "Groupe", None, [root])]
    rows += [(root + n, f"Direction {n}", root, [root, root + n]) for n in range(1, departments + 1)]
    for n in range(small):
        own, above = root + 1 + departments + n, root + 1 + n % departments
        rows.append((own, f"Équipe {n + 1}", above, [root, above, own]))
    copy("organisation_team", ("id", "name", "parent_id", "ancestor_ids"), rows)
    return [row[0] for row in rows[1 + departments :]]


_MEMBER = (
    "id", "password", "is_superuser", "email", "employee_number", "first_name", "last_name", "sort_key", "job_title",
    "arrived_on", "language", "is_active", "onboarded_at", "record_key", "created_at", "job_family_id", "manager_id",
    "site_id", "team_id",
)  # fmt: skip


def _members(
    members: range, teams: list[int], ids: dict[str, int], sites: range, chance: random.Random
) -> Iterator[tuple[Any, ...]]:
    now, today = clock.now(), clock.today()
    families, shares = [ids[name] for name in FAMILIES], list(FAMILIES.values())
    managers: dict[int, int] = {}
    for n, id in enumerate(members):
        first, last = chance.choice(WORDS["first_names"]), chance.choice(WORDS["last_names"])
        team = teams[n % len(teams)]
        # The first of each team leads it.
        manager = managers.get(team)
        managers.setdefault(team, id)
        family = ids["Encadrement"] if manager is None else chance.choices(families, shares)[0]
        arrived = today - datetime.timedelta(days=int(chance.expovariate(1 / 2200)))
        yield (
            id, "!", False, f"membre{id}@grand-groupe.example", f"G{id:06}", first, last, sort_key(last, first), "", arrived, "",
            True, now, chance.getrandbits(52), now, family, manager, chance.choice(sites), team,
        )  # fmt: skip


def members_by_audience() -> dict[int, list[int]]:
    """Who is in which audience, for what only they may read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audience_id, array_agg(member_id ORDER BY member_id) FROM people_audiencemembership GROUP BY 1")
        return dict(cursor.fetchall())
