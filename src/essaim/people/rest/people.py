"""People in the API: whoever asks, their colleagues as the directory shows them, and audiences."""

import datetime
from typing import Any

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.kernel.rest import After, Id, Limit, Page, Router, Words, page, place
from essaim.organisation.queries import team_names
from essaim.organisation.rest import NamedOut, named, shape_team
from essaim.people import rules
from essaim.people.access import MemberRequest
from essaim.people.audiences import Headcount, audiences_for
from essaim.people.models import Audience, Member
from essaim.people.queries import directory, directory_place, member_page, stated_by

router = Router()


class Person(Schema):
    """A member as the directory shows them to colleagues."""

    id: int
    name: str
    first_name: str
    last_name: str
    job_title: str
    job_family: NamedOut | None
    team_id: int | None
    team: str | None
    site: NamedOut | None
    url: str


class Manager(Schema):
    id: int
    name: str


class PersonPage(Person):
    """A member as their own page shows them. ``arrived_on`` is null but for themself and administrators."""

    teams: list[str]
    manager: Manager | None
    arrived_on: datetime.date | None


class Me(PersonPage):
    """Whoever asks, with what only they see: ``objectives`` are what they stated in private."""

    email: str | None
    language: str
    roles: list[str]
    scopes: list[str]
    audiences: list[NamedOut]
    objectives: list[NamedOut]


class Size(Schema):
    """How many members. Where the rule reads what members stated in private, ``value`` is a multiple of five."""

    value: int
    exact: bool


class AudienceOut(Schema):
    """A named rule that selects members. ``rule`` and ``size`` are for facilitators, null for others."""

    id: int
    slug: str
    name: str
    rule: str | None
    size: Size | None


def shape_person(member: Member) -> dict[str, Any]:
    return {
        "id": member.pk,
        "name": member.name,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "job_title": member.job_title,
        "job_family": named(member.job_family) if member.job_family else None,
        "team_id": member.team_id,
        "team": member.team.name if member.team else None,
        "site": named(member.site) if member.site else None,
        "url": f"/people/members/{member.pk}/",
    }


def _shape_page(member: Member, reader: Member) -> dict[str, Any]:
    manager, shown = member.manager, reader.pk == member.pk or reader.is_administrator
    return shape_person(member) | {
        "teams": shape_team(member.team, team_names([member.team])).path if member.team else [],
        "manager": Manager(id=manager.pk, name=manager.name) if manager else None,
        "arrived_on": member.arrived_on if shown else None,
    }


def _seen(request: MemberRequest, id: int) -> Member:
    found = member_page(id, reader=request.user)
    if found is None:
        raise Http404
    return found


@router.get("/me", response=Me, url_name="me", tags=["me"], summary=_("Moi"))
def me(request: MemberRequest) -> Me:
    member = request.user
    mine = audiences_for(member, own=True)
    return Me(
        **_shape_page(_seen(request, member.pk), member),
        email=member.email,
        language=member.language,
        roles=sorted(member.role_names),
        scopes=sorted(request.auth.scopes),  # type: ignore[attr-defined]
        audiences=[named(audience) for audience, _rule, _size in mine],
        objectives=[named(objective) for objective in stated_by(member)],
    )


@router.get("/people", response=Page[Person], url_name="people", tags=["people"], summary=_("Les membres, par nom"))
def people(request: MemberRequest, name: Words = "", after: After = "", limit: Limit = 50) -> Page[Person]:
    """Active members in the order of their names; with ``name``, those whose name holds each of its words."""
    behind = place(after, str, int)
    found = list(directory(name=name, after=directory_place(*behind) if behind else None)[: limit + 1])
    return page(
        request, found, limit, lambda member: (member.sort_key, member.pk), lambda member: Person(**shape_person(member))
    )


@router.get("/people/{id}", response=PersonPage, url_name="person", tags=["people"], summary=_("Un membre"))
def person(request: MemberRequest, id: Id) -> PersonPage:
    return PersonPage(**_shape_page(_seen(request, id), request.user))


def _shape_audience(row: tuple[Audience, rules.Rule, Headcount], facilitator: bool, labels: rules.Labels | None) -> AudienceOut:
    audience, rule, size = row
    return AudienceOut(
        id=audience.pk, slug=audience.slug, name=audience.label,
        rule=rules.describe(rule, labels) if labels else None,
        size=Size(value=size.value, exact=size.exact) if facilitator else None,
    )  # fmt: skip


@router.get("/audiences", response=Page[AudienceOut], url_name="audiences", tags=["audiences"], summary=_("Les publics"))
def audiences(request: MemberRequest, after: After = "", limit: Limit = 50) -> Page[AudienceOut]:
    """The audiences that one is in; for facilitators, all of them with their rule and size."""
    behind = place(after, int)
    facilitator = request.user.is_facilitator
    found = audiences_for(request.user, behind=behind[0] if behind else 0, limit=limit + 1)
    labels = rules.Labels() if facilitator and found else None
    return page(request, found, limit, lambda row: (row[0].pk,), lambda row: _shape_audience(row, facilitator, labels))


@router.get("/audiences/{id}", response=AudienceOut, url_name="audience", tags=["audiences"], summary=_("Un public"))
def audience(request: MemberRequest, id: Id) -> AudienceOut:
    found = audiences_for(request.user, behind=id - 1, limit=1)
    if not found or found[0][0].pk != id:
        raise Http404
    facilitator = request.user.is_facilitator
    return _shape_audience(found[0], facilitator, rules.Labels() if facilitator else None)
