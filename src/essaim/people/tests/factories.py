"""People for tests. Import from here: ``from essaim.people.tests.factories import make_member``."""

import itertools
from typing import Any

from essaim.organisation.models import JobFamily, Site, Team
from essaim.people.actions.roles import grant_role
from essaim.people.models import Audience, Member, Role
from essaim.people.queries import load_member

_numbers = itertools.count(1)


def make_job_family(slug: str = "service-client", **fields: Any) -> JobFamily:
    return JobFamily.objects.get_or_create(slug=slug, defaults={"name": slug.replace("-", " ").capitalize(), **fields})[0]


def make_site(slug: str = "lyon") -> Site:
    return Site.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})[0]


def make_team(name: str = "Équipe", parent: Team | None = None) -> Team:
    team, _made = Team.objects.get_or_create(name=name, parent=parent)
    team.ancestor_ids = [*(parent.ancestor_ids if parent else []), team.pk]
    team.save()
    return team


def make_member(*roles: Role | str, **fields: Any) -> Member:
    """A member who is through the first steps, with the roles given."""
    from essaim.kernel import clock

    n = next(_numbers)
    defaults: dict[str, Any] = {
        "email": f"member{n}@brindel.example",
        "first_name": "Camille",
        "last_name": f"Membre {n}",
        "language": "fr",
        "onboarded_at": clock.now(),
    }
    member = Member.objects.create_user(password=fields.pop("password", None), **(defaults | fields))
    for role in roles:
        grant_role(actor=None, member=member, role=Role(role))
    loaded = load_member(member.pk)
    assert loaded is not None
    return loaded


def make_audience(slug: str = "public", *members: Member, rule: dict[str, Any] | None = None) -> Audience:
    """An audience whose kept membership is ``members``."""
    audience, _made = Audience.objects.get_or_create(
        slug=slug, defaults={"name": slug.capitalize(), "rule": rule or {"any": []}}
    )
    for member in members:
        audience.memberships.get_or_create(member=member)
    return audience
