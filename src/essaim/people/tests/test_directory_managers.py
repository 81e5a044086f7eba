"""Managers: found by number, address or name, in the file and beside it; never in a circle."""

import pytest

from essaim.people.directory.plan import Outcome
from essaim.people.models import Member

from .directory_files import apply, codes, csv_bytes, person, plan_of
from .factories import make_member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("written", ["2", "Zoe@brindel.example", "Zoé Le Goff", "LE GOFF, Zoe", "le goff zoé"])
def test_a_manager_further_down_the_file_is_found(written: str) -> None:
    apply(csv_bytes(person("1", manager=written), person("2", "Le Goff", "Zoé", "zoe@brindel.example")))
    assert Member.objects.get(employee_number="1").manager == Member.objects.get(employee_number="2")


@pytest.mark.parametrize("written", ["B2", "zoe@brindel.example", "Zoé Le Goff"])
def test_a_manager_who_is_known_already_need_not_be_in_the_file(written: str) -> None:
    boss = make_member(employee_number="B2", email="zoe@brindel.example", first_name="Zoé", last_name="Le Goff")
    apply(csv_bytes(person("1", manager=written)))
    assert Member.objects.get(employee_number="1").manager == boss


def test_an_unknown_manager_is_refused() -> None:
    assert codes(plan_of(csv_bytes(person("1", manager="Personne"))).lines[0]) == ["manager-unknown"]


def test_a_name_that_two_people_have_is_refused() -> None:
    plan = plan_of(csv_bytes(person("1", manager="Zoé Le Goff"), person("2", "Le Goff", "Zoé"), person("3", "Le Goff", "Zoé")))
    assert codes(plan.lines[0]) == ["manager-ambiguous"]


def test_nobody_is_their_own_manager() -> None:
    assert codes(plan_of(csv_bytes(person("1", manager="1"))).lines[0]) == ["manager-self"]


def test_a_loop_in_the_file_is_refused_on_each_of_its_lines_and_named() -> None:
    data = csv_bytes(
        person("1", "A", manager="2"),
        person("2", "B", manager="3"),
        person("3", "C", manager="1"),
        person("4", "D", manager="1"),
    )
    plan = plan_of(data)
    assert [codes(line) for line in plan.lines] == [["manager-loop"]] * 3 + [[]]
    assert "Claire A → Claire B → Claire C → Claire A" in plan.lines[0].problems[0].text


def test_a_loop_through_people_who_are_not_in_the_file_is_found() -> None:
    top = make_member(employee_number="1")
    middle = make_member(employee_number="2", manager=top)
    make_member(employee_number="3", manager=middle)
    plan = plan_of(csv_bytes(person("1", manager="3")))
    assert codes(plan.lines[0]) == ["manager-loop"]


def test_a_loop_that_only_a_refused_line_opens_is_found_too() -> None:
    """2 would leave 1 and 1 come under 2, but 2's line is refused: 2 stays under 1."""
    top = make_member(employee_number="1")
    make_member(employee_number="2", manager=top)
    plan = plan_of(csv_bytes(person("1", manager="2"), person("2", last="", manager="")))
    assert [codes(line) for line in plan.lines] == [["manager-loop"], ["no-last-name"]]


def test_managers_may_be_turned_round_in_one_file() -> None:
    top = make_member(employee_number="1", first_name="Claire", last_name="Martin")
    make_member(employee_number="2", manager=top)
    data = csv_bytes(person("1", manager="2"), person("2"))
    apply(data)
    assert Member.objects.get(employee_number="1").manager == Member.objects.get(employee_number="2")
    assert Member.objects.get(employee_number="2").manager is None


def test_a_manager_whose_own_line_is_refused_is_left_out_and_said() -> None:
    plan = apply(csv_bytes(person("1", manager="2"), person("2", last="")), skip_bad=True)
    assert [line.outcome for line in plan.lines] == [Outcome.CREATED, Outcome.REFUSED]
    assert [note.code for note in plan.lines[0].notes] == ["manager-refused"]
    assert Member.objects.get().manager is None


def test_an_empty_cell_takes_the_manager_away_and_a_missing_column_leaves_them() -> None:
    boss = make_member(employee_number="9")
    make_member(employee_number="1", manager=boss)
    apply(csv_bytes(["1", "Martin", "Claire"], headings=["Matricule", "Nom", "Prénom"]))
    assert Member.objects.get(employee_number="1").manager == boss
    apply(csv_bytes(person("1")))
    assert Member.objects.get(employee_number="1").manager is None
