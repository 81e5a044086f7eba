"""Rules in SQL against the same rules in plain Python, over a little world and rules made up by hypothesis."""

import itertools
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.kernel import clock
from essaim.organisation.models import Objective, Theme
from essaim.people import rules
from essaim.people.actions.audiences import (
    refresh_audience,
    refresh_member,
)
from essaim.people.audiences import matching
from essaim.people.models import Audience, AudienceMembership, Member, RoleGrant, StatedObjective
from essaim.people.rules.private import MAX_QUESTIONS

from .factories import make_job_family, make_member, make_site, make_team

pytestmark = pytest.mark.django_db


def members_of(audience: Audience) -> set[int]:
    return set(AudienceMembership.objects.filter(audience=audience).values_list("member_id", flat=True))


_LEAVES = st.one_of(
    st.builds(lambda ids: {"job_family": ids}, st.lists(st.integers(1, 2), min_size=1, max_size=2)),
    st.builds(lambda ids: {"site": ids}, st.lists(st.integers(1, 2), min_size=1, max_size=2)),
    st.builds(lambda ids: {"team": ids}, st.lists(st.integers(1, 3), min_size=1, max_size=2)),
    st.builds(
        lambda names: {"role": names}, st.lists(st.sampled_from(["manager", "champion", "sponsor"]), min_size=1, max_size=2)
    ),
    st.builds(lambda ids: {"objective_theme": ids}, st.lists(st.integers(1, 2), min_size=1, max_size=2)),
    st.builds(lambda n: {"arrived": {"within_days": n}}, st.integers(1, 40)),
    st.builds(lambda n: {"arrived": {"before_days": n}}, st.integers(1, 40)),
)
_RULES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.builds(lambda parts: {"all": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda parts: {"any": parts}, st.lists(inner, max_size=3)),
        st.builds(lambda part: {"not": part}, inner),
    ),
    max_leaves=6,
)


@pytest.fixture
def little_world() -> dict[str, Any]:
    """Forty members over two families, two sites, three teams, roles, themes and dates, some of everything unknown."""
    families, sites = [make_job_family("a"), make_job_family("b")], [make_site("x"), make_site("y")]
    top = make_team("top")
    teams = [top, make_team("sub", top), make_team("other")]
    themes = [Theme.objects.create(slug=s, name=s) for s in "tu"]
    objectives = [Objective.objects.create(slug=f"o{t.pk}", name="o", theme=t) for t in themes]
    people: list[Member] = []
    for n in range(40):
        people.append(
            make_member(
                job_family=[None, *families][n % 3],
                site=[None, *sites][n // 3 % 3],
                team=[None, *teams][n % 4],
                manager=people[n // 8] if n > 8 else None,
                arrived_on=None if n % 5 == 0 else clock.today() - timedelta(days=n),
                is_active=n % 11 != 0,
            )
        )
    RoleGrant.objects.bulk_create(
        RoleGrant(member=p, role=role) for p, role in zip(people[::6], itertools.cycle(["champion", "sponsor"]), strict=False)
    )
    StatedObjective.objects.bulk_create(
        StatedObjective(member=p, objective=objectives[n % 2]) for n, p in enumerate(people[::3])
    )
    ids = {"job_family": families, "site": sites, "team": teams, "objective_theme": themes}
    return {"people": people, "ids": {kind: [thing.pk for thing in things] for kind, things in ids.items()}}


def placed(data: Any, ids: dict[str, list[int]]) -> Any:
    """The rule with the database's own ids in place of 1, 2, 3."""
    ((word, content),) = data.items()
    if word in ids:
        return {word: [ids[word][n - 1] for n in content]}
    if word == "not":
        return {word: placed(content, ids)}
    return {word: [placed(part, ids) for part in content]} if word in ("all", "any") else data


def says(rule: rules.Rule, member: Member) -> bool:
    """A rule over one member in plain Python, to compare with what the database says."""
    match rule:
        case rules.AllOf(parts):
            return all(says(part, member) for part in parts)
        case rules.AnyOf(parts):
            return any(says(part, member) for part in parts)
        case rules.Not(part):
            return not says(part, member)
        case rules.Arrived(span, days):
            gone = (clock.today() - member.arrived_on).days if member.arrived_on else None
            return gone is not None and (0 <= gone < days if span == "within_days" else gone >= days)
        case rules.Has("team", values):
            return member.team is not None and bool(set(values) & set(member.team.ancestor_ids))
        case rules.Has("role", values):
            manages = Member.objects.filter(manager=member, is_active=True).exists()
            return bool(set(values) & ({g.role for g in member.grants.all()} | ({"manager"} if manages else set())))
        case rules.Has("objective_theme", values):
            return any(s.objective.theme_id in values for s in member.stated_objectives.all())
        case rules.Has(fact, values):
            return getattr(member, f"{fact}_id") in values
    raise TypeError(rule)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=_RULES)
def test_sql_selects_whom_the_rule_says_all_at_once_or_one_by_one(little_world: dict[str, Any], data: Any) -> None:
    rule = rules.parse(placed(data, little_world["ids"]))
    expected = {member.pk for member in little_world["people"] if member.is_active and says(rule, member)}
    assert {member.pk for member in matching(rule)} == expected
    Audience.objects.all().delete()
    audience = Audience.objects.create(slug="it", name="it", rule=rules.to_json(rule))
    for member in little_world["people"][:12]:
        assert bool(refresh_member(member.pk)) == (member.pk in expected)
    if len(rules.private_parts(rule)) <= MAX_QUESTIONS:
        refresh_audience(audience.pk)
        assert members_of(audience) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=_RULES)
def test_bounds_are_as_tight_as_can_be(little_world: dict[str, Any], data: Any) -> None:
    """Whoever is between the bounds could be in and could be out; whoever is not, could not."""
    rule = rules.parse(placed(data, little_world["ids"]))
    certain, possible = rules.bounds(rule)
    assert not rules.reads_private(certain) and not rules.reads_private(possible)
    sure, may = ({member.pk for member in matching(bound)} for bound in (certain, possible))
    assert sure <= {member.pk for member in matching(rule)} <= may
    themes = little_world["ids"]["objective_theme"]
    for member in little_world["people"][:10]:
        if member.is_active:
            answers = {
                says(_answered(rule, set(stated)), member) for n in range(3) for stated in itertools.combinations(themes, n)
            }
            assert answers == ({True} if member.pk in sure else {True, False} if member.pk in may else {False})


def _answered(rule: rules.Rule, stated: set[int]) -> rules.Rule:
    match rule:
        case rules.AllOf(parts):
            return rules.AllOf(tuple(_answered(part, stated) for part in parts))
        case rules.AnyOf(parts):
            return rules.AnyOf(tuple(_answered(part, stated) for part in parts))
        case rules.Not(part):
            return rules.Not(_answered(part, stated))
        case rules.Has("objective_theme", values):
            return rules.AllOf() if stated & set(values) else rules.AnyOf()
    return rule
