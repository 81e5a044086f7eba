"""Who a line is about, and whose address it may take."""

import pytest

from essaim.people.directory.plan import Outcome
from essaim.people.models import Member, Role

from .directory_files import apply, codes, csv_bytes, only_line, person, plan_of
from .factories import make_member

pytestmark = pytest.mark.django_db


def test_a_person_is_known_by_number_whatever_the_address() -> None:
    make_member(employee_number="1", email="old@brindel.example", first_name="Claire", last_name="Martin")
    line = only_line(csv_bytes(person("1", email="new@brindel.example")))
    assert line.outcome == Outcome.CHANGED
    assert [(change.field, change.before, change.after) for change in line.changes] == [
        ("email", "old@brindel.example", "new@brindel.example")
    ]


def test_a_person_without_number_is_known_by_address_and_gets_the_number() -> None:
    member = make_member(email="claire@brindel.example", first_name="Claire", last_name="Martin")
    apply(csv_bytes(person("1", email="Claire@brindel.example")))
    assert Member.objects.get(employee_number="1").pk == member.pk


def test_an_address_of_someone_with_another_number_is_refused() -> None:
    make_member(employee_number="9", email="claire@brindel.example", first_name="Claire", last_name="Autre")
    line = only_line(csv_bytes(person("1", email="claire@brindel.example")))
    assert codes(line) == ["email-taken"]
    assert "Claire Autre" in line.problems[0].text


@pytest.mark.parametrize(
    ("second", "code"),
    [
        (person("1", "Autre"), "same-number"),
        (person("2", email="claire@brindel.example"), "same-email"),
    ],
)
def test_duplicate_people_are_refused_on_both_lines(second: list[str], code: str) -> None:
    plan = plan_of(csv_bytes(person("1", email="claire@brindel.example"), second))
    assert [codes(line) for line in plan.lines] == [[code], [code]]
    assert "3" in plan.lines[0].problems[0].text
    assert "2" in plan.lines[1].problems[0].text


def test_two_lines_about_one_member_are_refused() -> None:
    make_member(employee_number="1", email="old@brindel.example")
    plan = plan_of(csv_bytes(person("1", email="new@brindel.example"), person(email="old@brindel.example")))
    assert [codes(line) for line in plan.lines] == [["same-person"], ["same-person"]]


def test_two_people_may_swap_addresses_and_a_newcomer_take_a_freed_one() -> None:
    make_member(employee_number="1", email="a@brindel.example")
    make_member(employee_number="2", email="b@brindel.example")
    make_member(employee_number="3", email="c@brindel.example")
    data = csv_bytes(
        person("1", email="b@brindel.example"),
        person("2", email="a@brindel.example"),
        person("3", email="d@brindel.example"),
        person("4", email="c@brindel.example"),
    )
    apply(data)
    found = dict(Member.objects.order_by("employee_number").values_list("employee_number", "email"))
    assert found == {n: f"{letter}@brindel.example" for n, letter in zip("1234", "badc", strict=True)}
    assert plan_of(data).counts["left"] == 4


def test_a_refused_line_keeps_its_address_so_that_nobody_else_takes_it() -> None:
    make_member(employee_number="1", email="a@brindel.example")
    plan = plan_of(csv_bytes(person("1", last="", email="b@brindel.example"), person("2", email="a@brindel.example")))
    assert [codes(line) for line in plan.lines] == [["no-last-name"], ["email-taken"]]


def test_an_empty_cell_keeps_address_number_and_job_family_and_empties_the_rest() -> None:
    apply(csv_bytes(person("1", email="a@brindel.example", job="RH", site="Lyon", team="A / B", arrived="01/02/2020")))
    apply(csv_bytes(person("1")))
    member = Member.objects.get()
    assert (member.email, member.job_family.name if member.job_family else "") == ("a@brindel.example", "RH")
    assert (member.site, member.team, member.arrived_on) == (None, None, None)


def test_a_facilitator_cannot_come_to_an_administrators_address_by_way_of_a_file() -> None:
    make_member(Role.ADMINISTRATOR, employee_number="1", email="admin@brindel.example")
    data = csv_bytes(person("1", email="mine@brindel.example"))
    assert codes(plan_of(data, make_member(Role.FACILITATOR)).lines[0]) == ["administrator"]
    assert codes(plan_of(data, make_member(Role.ADMINISTRATOR)).lines[0]) == []


def test_someone_who_comes_back_is_active_again() -> None:
    member = make_member(employee_number="1", first_name="Claire", last_name="Martin", is_active=False)
    plan = apply(csv_bytes(person("1")))
    assert [change.field for change in plan.lines[0].changes] == ["is_active"]
    member.refresh_from_db()
    assert member.is_active


def test_a_bare_name_is_the_team_that_is_called_so_wherever_it_is() -> None:
    apply(csv_bytes(person("1", team="Maison Brindel / Service client"), person("2", "Roy", team="Maison Brindel / Atelier")))
    apply(csv_bytes(person("3", "Nid", team="service client")))
    assert Member.objects.get(employee_number="3").team == Member.objects.get(employee_number="1").team
    line = only_line(csv_bytes(person("4", team="Pose"), person("5", "Bis", team="Maison Brindel / Pose")))
    assert line.entry.values["team"] == ("Maison Brindel", "Pose"), "the file itself may say where it is"


def test_a_bare_name_that_several_teams_have_is_refused_with_their_places() -> None:
    apply(csv_bytes(person("1", team="Lyon / Atelier"), person("2", "Roy", team="Lille / Atelier")))
    line = only_line(csv_bytes(person("3", "Nid", team="Atelier")))
    assert line.outcome is Outcome.REFUSED and codes(line) == ["team-ambiguous"]
    assert "Lille / Atelier, Lyon / Atelier" in line.problems[0].text


def test_a_bare_name_that_nobody_knows_or_that_is_at_the_top_is_at_the_top() -> None:
    apply(csv_bytes(person("1", team="Lyon")))
    apply(csv_bytes(person("2", "Roy", team="Siège / Lyon")))
    for name in ("Lyon", "Dijon"):
        assert only_line(csv_bytes(person("3", "Nid", team=name))).entry.values["team"] == (name,)
