"""Kept membership follows rules and people, and what happened is in the journal."""

import itertools
import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.organisation.models import Objective, Theme
from essaim.people import rules
from essaim.people.actions.audiences import (
    change_audience,
    create_audience,
    delete_audience,
    refresh_all,
    refresh_audience,
    refresh_member,
)
from essaim.people.audiences import matching, recount
from essaim.people.models import Audience, AudienceMembership, Member, RoleGrant, StatedObjective
from essaim.people.tasks import audiences as jobs

from .factories import make_job_family, make_member, make_site, make_team

pytestmark = pytest.mark.django_db


def members_of(audience: Audience) -> set[int]:
    return set(AudienceMembership.objects.filter(audience=audience).values_list("member_id", flat=True))


def queued() -> list[tuple[str, dict[str, Any]]]:
    from procrastinate.contrib.django.models import ProcrastinateJob

    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("id")]


def test_a_new_audience_is_worked_out_by_its_job() -> None:
    actor, lyon = make_member("facilitator"), make_site()
    here = make_member(site=lyon)
    make_member()
    audience = create_audience(actor=actor, name="Lyon", rule={"site": [lyon.pk]})
    assert audience.slug == "lyon" and audience.refreshed_at is None and members_of(audience) == set()
    assert queued() == [("people.refresh_audience", {"audience_id": audience.pk})]
    jobs.refresh(audience.pk)
    audience.refresh_from_db()
    assert members_of(audience) == {here.pk}
    assert audience.shown_size == 1 and audience.refreshed_at is not None
    entry = Entry.objects.get(type="people.audience-rule-changed")
    assert (entry.actor_id, entry.subject_id) == (actor.pk, audience.pk)


def test_refreshing_writes_the_difference_only_and_costs_the_same_for_any_number(django_assert_num_queries: Any) -> None:
    lyon = make_site()
    staying, coming, going = make_member(site=lyon), make_member(site=lyon), make_member()
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    for member in (staying, going):
        audience.memberships.create(member=member)
    kept = AudienceMembership.objects.get(member=staying).pk
    with django_assert_num_queries(6):  # savepoint, lock, difference, count, save, release
        assert refresh_audience(audience.pk) == (1, 1)
    assert members_of(audience) == {staying.pk, coming.pk}
    assert AudienceMembership.objects.get(member=staying).pk == kept
    assert refresh_audience(audience.pk) == (0, 0)


def test_a_deleted_audience_is_no_work() -> None:
    assert refresh_audience(12345) == (0, 0)


def test_one_changed_member_is_in_the_right_audiences_at_once(django_assert_max_num_queries: Any) -> None:
    lyon, nantes = make_site("lyon"), make_site("nantes")
    member = make_member(site=lyon)
    first = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    second = create_audience(actor=None, name="Nantes", rule={"not": {"site": [lyon.pk]}})
    everybody = create_audience(actor=None, name="Tous", rule={"all": []})
    create_audience(actor=None, name="Personne", rule={"any": []})
    assert refresh_member(member.pk) == (first.pk, everybody.pk)
    Member.objects.filter(pk=member.pk).update(site=nantes)
    with django_assert_max_num_queries(7):
        assert refresh_member(member.pk) == (second.pk, everybody.pk)
    assert members_of(first) == set()
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert refresh_member(member.pk) == ()
    assert members_of(everybody) == set()


def test_time_alone_moves_people_out_at_night(monkeypatch: pytest.MonkeyPatch) -> None:
    member = make_member(arrived_on=clock.today() - timedelta(days=9))
    audience = create_audience(actor=None, name="Nouveaux", rule={"arrived": {"within_days": 10}})
    refresh_all()
    assert members_of(audience) == {member.pk}
    tomorrow = clock.today() + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: tomorrow)
    jobs.refresh_every_night(0)
    assert members_of(audience) == set()


def test_the_size_on_the_list_follows_single_members() -> None:
    lyon = make_site()
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    refresh_audience(audience.pk)
    refresh_member(make_member(site=lyon).pk)
    jobs.recount_often(0)
    audience.refresh_from_db()
    assert audience.shown_size == 1
    AudienceMembership.objects.all().delete()
    recount()
    audience.refresh_from_db()
    assert audience.shown_size == 0


def test_changing_words_alone_moves_nobody() -> None:
    actor, lyon = make_member("facilitator"), make_site()
    audience = create_audience(actor=actor, name="Lyon", rule={"site": [lyon.pk]})
    refresh_audience(audience.pk)
    audience.refresh_from_db()
    before = len(queued())
    assert not change_audience(actor=actor, audience=audience, name="Site de Lyon", rule={"site": [lyon.pk]})
    assert len(queued()) == before and audience.refreshed_at is not None
    assert change_audience(actor=actor, audience=audience, name="Site de Lyon", rule={"all": []})
    assert len(queued()) == before + 1 and audience.refreshed_at is None


def test_two_audiences_cannot_have_the_same_name_but_may_have_the_same_slug_base() -> None:
    create_audience(actor=None, name="Équipe Lyon", rule={"all": []})
    with pytest.raises(Refused):
        create_audience(actor=None, name="equipe lyon", rule={"all": []})
    assert create_audience(actor=None, name="Équipe, Lyon", rule={"all": []}).slug == "equipe-lyon-2"


def test_a_rule_that_asks_too_much_of_what_is_private_is_refused() -> None:
    asked = {"any": [{"objective_theme": [n]} for n in range(1, 5)]}
    with pytest.raises(rules.InvalidRule):
        create_audience(actor=None, name="Trop", rule=asked)
    create_audience(actor=None, name="Bien", rule={"objective_theme": [1, 2, 3, 4]})


def test_deleting_leaves_its_trace(client: Client) -> None:
    actor = make_member("facilitator")
    audience = create_audience(actor=actor, name="Lyon", rule={"all": []})
    refresh_audience(audience.pk)
    delete_audience(actor=actor, audience=audience)
    assert not AudienceMembership.objects.exists()
    assert Entry.objects.get(type="people.audience-deleted").payload == {"name": "Lyon"}


@pytest.mark.django_db(transaction=True)
def test_a_member_who_changes_while_their_audience_is_worked_out_is_not_left_behind() -> None:
    """The audience waits for the change, then sees it: without the lock it would bring the former membership back."""
    lyon, nantes = make_site("lyon"), make_site("nantes")
    member = make_member(site=lyon)
    audience = create_audience(actor=None, name="Lyon", rule={"site": [lyon.pk]})
    changed, done = threading.Event(), threading.Event()

    def change() -> None:
        with transaction.atomic():
            Member.objects.filter(pk=member.pk).update(site=nantes)
            refresh_member(member.pk)
            changed.set()
            done.wait(0.4)
        connection.close()

    def work_out() -> None:
        refresh_audience(audience.pk)
        done.set()
        connection.close()

    threads = [threading.Thread(target=change)]
    threads[0].start()
    assert changed.wait(5)
    threads.append(threading.Thread(target=work_out))
    threads[1].start()
    for thread in threads:
        thread.join(10)
    assert members_of(audience) == set()


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
    if len(rules.private_parts(rule)) <= rules.MAX_PRIVATE:
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
