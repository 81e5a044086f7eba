"""A rule is read, checked, said as a sentence, and selects whom it says."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from essaim.kernel import clock
from essaim.organisation.models import Objective, Theme
from essaim.people import rules
from essaim.people.audiences import matching
from essaim.people.models import StatedObjective

from .factories import make_job_family, make_member, make_site, make_team

pytestmark = pytest.mark.django_db


def said(data: dict) -> str:
    return rules.describe(rules.parse(data), rules.Labels())


def selected(data: dict) -> set[int]:
    return {member.pk for member in matching(rules.parse(data))}


def test_a_rule_reads_as_a_sentence_in_both_languages() -> None:
    service, lyon = make_job_family("service-client"), make_site("lyon")
    rule = {"all": [{"job_family": [service.pk]}, {"site": [lyon.pk]}]}
    assert said(rule) == "Les membres dont le métier est Service client et le site Lyon"
    with translation.override("en"):
        assert said(rule) == "Members whose job family is Service client and site Lyon"


def test_groups_inside_groups_are_set_apart() -> None:
    service, lyon, nantes = make_job_family("service-client"), make_site("lyon"), make_site("nantes")
    rule = {
        "all": [
            {"any": [{"site": [lyon.pk, nantes.pk]}, {"arrived": {"within_days": 90}}]},
            {"not": {"role": ["manager"]}},
            {"not": {"any": [{"job_family": [service.pk]}, {"site": [lyon.pk]}]}},
        ]
    }
    sites = " ou ".join(site.name for site in sorted((lyon, nantes), key=lambda site: site.pk))
    assert said(rule) == (
        f"Les membres dont (le site est {sites} ou l'arrivée date de moins de 90 jours)".replace("'", "’")
        + " et le rôle n’est pas responsable d’équipe et il n’est pas vrai que (le métier est Service client ou le site Lyon)"
    )


def test_what_was_deleted_says_so() -> None:
    assert said({"site": [12345]}) == "Les membres dont le site est (supprimé)"


def test_everybody_and_nobody() -> None:
    member = make_member()
    make_member(is_active=False)
    assert selected({"all": []}) == {member.pk}
    assert selected({"any": []}) == set()
    assert selected({"not": {"any": []}}) == {member.pk}
    assert said({"all": []}) == "Tous les membres"


def test_a_team_comes_with_its_sub_teams() -> None:
    top = make_team("Production")
    workshop = make_team("Atelier", parent=top)
    inside, outside = make_member(team=workshop), make_member(team=make_team("Ailleurs"))
    assert selected({"team": [top.pk]}) == {inside.pk}
    assert selected({"not": {"team": [top.pk]}}) == {outside.pk}


def test_who_has_no_site_is_in_the_complement_of_a_site() -> None:
    lyon = make_site()
    here, nowhere = make_member(site=lyon), make_member()
    assert selected({"site": [lyon.pk]}) == {here.pk}
    assert selected({"not": {"site": [lyon.pk]}}) == {nowhere.pk}


def test_roles_are_granted_and_managers_come_from_the_directory() -> None:
    manager, champion = make_member(), make_member("champion")
    report = make_member(manager=manager)
    make_member(manager=report, is_active=False)
    assert selected({"role": ["manager"]}) == {manager.pk}
    assert selected({"role": ["champion", "manager"]}) == {manager.pk, champion.pk}
    assert selected({"not": {"role": ["champion", "manager"]}}) == {report.pk}


def test_arrival_counts_days_or_compares_with_a_day() -> None:
    today = clock.today()
    new, old, unknown = (make_member(arrived_on=day) for day in (today - timedelta(days=9), today - timedelta(days=10), None))
    assert selected({"arrived": {"within_days": 10}}) == {new.pk}
    assert selected({"arrived": {"before_days": 10}}) == {old.pk}
    assert selected({"arrived": {"since": new.arrived_on.isoformat()}}) == {new.pk}
    assert selected({"arrived": {"before": new.arrived_on.isoformat()}}) == {old.pk}
    assert selected({"not": {"arrived": {"within_days": 10}}}) == {old.pk, unknown.pk}


def test_a_stated_objective_counts_by_its_theme() -> None:
    theme = Theme.objects.create(slug="ecoute", name="Écouter")
    objective = Objective.objects.create(slug="o", name="Comprendre", theme=theme)
    stating = make_member()
    make_member()
    StatedObjective.objects.create(member=stating, objective=objective)
    rule = {"objective_theme": [theme.pk]}
    assert selected(rule) == {stating.pk}
    assert said(rule) == "Les membres dont un objectif porte sur Écouter"
    assert rules.reads_private(rules.parse(rule))
    assert not rules.reads_private(rules.parse({"all": []}))


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"site": []},
        {"site": ["Lyon"]},
        {"site": [True]},
        {"site": [2**70]},
        {"role": ["king"]},
        {"height": [1]},
        {"all": {}},
        {"all": [3]},
        {"not": []},
        {"site": [1], "team": [1]},
        {"arrived": {"within_days": -1}},
        {"arrived": {"within_days": "ten"}},
        {"arrived": {"since": "yesterday"}},
        {"arrived": 3},
        {"all": [{"site": [1]}] * 80},
        {"not": {"not": {"not": {"not": {"not": {"not": {"not": {"site": [1]}}}}}}}},
    ],
)
def test_what_is_not_a_rule_is_refused_with_a_sentence(data: object) -> None:
    with pytest.raises(rules.InvalidRule) as refusal:
        rules.parse(data)
    assert str(refusal.value)


def test_json_comes_back_as_the_same_rule() -> None:
    data = {"any": [{"not": {"role": ["manager"]}}, {"all": [{"site": [1, 2]}, {"arrived": {"since": "2026-01-05"}}]}]}
    rule = rules.parse(data)
    assert rules.to_json(rule) == data
    assert rules.parse(rules.to_json(rule)) == rule


def test_files_say_names_and_days_that_yaml_has_read() -> None:
    service, lyon = make_job_family("service-client"), make_site("lyon")
    top = make_team("Brindel")
    workshop = make_team("Atelier", parent=top)
    theme = Theme.objects.create(slug="ecoute", name="Écouter", name_en="Listening")
    data = {
        "all": [
            {"job_family": ["Service client"]},
            {"site": "LYON"},
            {"team": ["Brindel / Atelier", "atelier"]},
            {"objective_theme": ["ecoute"]},
            {"role": ["manager"]},
            {"arrived": {"since": date(2026, 1, 5)}},
        ]
    }
    assert rules.from_names(data) == {
        "all": [
            {"job_family": [service.pk]},
            {"site": [lyon.pk]},
            {"team": [workshop.pk]},
            {"objective_theme": [theme.pk]},
            {"role": ["manager"]},
            {"arrived": {"since": "2026-01-05"}},
        ]
    }


def test_a_name_that_is_not_there_is_named() -> None:
    with pytest.raises(rules.InvalidRule, match="Atlantis"):
        rules.from_names({"site": ["Atlantis"]})


def test_a_team_name_that_two_teams_have_is_refused() -> None:
    for name in ("Nord", "Sud"):
        make_team("Atelier", parent=make_team(name))
    with pytest.raises(rules.InvalidRule):
        rules.from_names({"team": ["Atelier"]})


def test_bounds_know_who_is_in_whatever_was_stated() -> None:
    x, lyon = {"objective_theme": [1]}, {"site": [7]}
    parse = rules.parse
    assert rules.bounds(parse(lyon)) == (parse(lyon), parse(lyon))
    assert rules.bounds(parse(x)) == (rules.AnyOf(), rules.AllOf())
    assert rules.bounds(parse({"any": [lyon, x]})) == (parse(lyon), rules.AllOf())
    assert rules.bounds(parse({"all": [lyon, x]})) == (rules.AnyOf(), parse(lyon))
    # Said in a roundabout way, it is not private at all.
    roundabout = {"any": [{"all": [lyon, x]}, {"all": [lyon, {"not": x}]}]}
    assert rules.bounds(parse(roundabout)) == (parse(lyon), parse(lyon))
    # Themes that overlap are one question less than their leaves.
    either = {"any": [{"objective_theme": [1, 2]}, {"not": {"objective_theme": [1]}}]}
    assert rules.bounds(parse(either)) == (rules.AllOf(), rules.AllOf())
