"""Teams, job families and sites are found by what people call them, and made when they are not there."""

import pytest

from essaim.organisation.actions.structure import extend_structure
from essaim.organisation.models import JobFamily, Site, Team
from essaim.organisation.queries import Structure

pytestmark = pytest.mark.django_db


def extend(*teams: tuple[str, ...], job_families: tuple[str, ...] = (), sites: tuple[str, ...] = ()) -> Structure:
    structure = Structure()
    extend_structure(structure=structure, job_families=job_families, sites=sites, teams=teams)
    return structure


def test_a_tree_is_made_with_its_ancestors_and_not_twice() -> None:
    structure = extend(("A", "B", "C"), ("A", "D"), ("a", "b"))
    assert Team.objects.count() == 4
    c = Team.objects.get(name="C")
    assert c.ancestor_ids == [structure.team(["A"]), structure.team(["A", "B"]), c.pk]
    again = extend(("A", "B", "C"), ("A", "D"), ("a", "b"))
    assert Team.objects.count() == 4
    assert again.path(c.pk) == "A / B / C"


def test_the_same_name_may_stand_under_two_teams() -> None:
    structure = extend(("A", "Accueil"), ("B", "Accueil"))
    assert structure.team(["A", "Accueil"]) != structure.team(["B", "Accueil"])


def test_a_team_moved_under_a_younger_one_keeps_its_path() -> None:
    extend(("Old",), ("Young",))
    old, young = Team.objects.get(name="Old"), Team.objects.get(name="Young")
    Team.objects.filter(pk=old.pk).update(parent=young)
    assert Structure().path(old.pk) == "Young / Old"


def test_names_are_found_without_accents_and_case_in_english_and_by_slug() -> None:
    family = JobFamily.objects.create(slug="sav", name="Relation clientèle", name_en="Customer care")
    found = Structure().job_families
    assert {found.find(name) for name in ("Relation clientèle", "RELATION CLIENTELE", "customer care", "sav")} == {family.pk}
    assert found.find("Relation") is None


def test_a_name_comes_before_another_ones_slug() -> None:
    structure = extend(job_families=("∞", "x", "X"))
    assert structure.job_families.find("X") == JobFamily.objects.get(name="x").pk


def test_names_that_make_the_same_slug_stay_apart() -> None:
    extend(job_families=("R&D", "R D", "r&d", "設計", "製造"), sites=("Lyon", "LYON"))
    assert sorted(JobFamily.objects.values_list("slug", flat=True)) == ["r-d", "r-d-2", "x", "x-2"]
    assert list(Site.objects.values_list("name", flat=True)) == ["Lyon"]
