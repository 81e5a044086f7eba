"""Who a line is about, and whose address it may take."""

import pytest

from essaim.kernel import clock
from essaim.people.audit_words import sentence
from essaim.people.directory.plan import Outcome
from essaim.people.models import Act, AuditEntry, Member, Role

from .directory_files import apply, codes, csv_bytes, only_line, person, plan_of
from .factories import make_member
from .mailbox import deliver

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


@pytest.mark.parametrize("known", ["entered", "role", "entered without address"])
def test_a_facilitator_cannot_come_by_a_file_to_the_address_of_who_has_come_in_or_has_a_role(known: str) -> None:
    email = None if "without" in known else "claire@brindel.example"
    claire = make_member(*([Role.CHAMPION] if known == "role" else []), employee_number="1", email=email)
    make_member(employee_number="2", email="never@brindel.example")
    if known != "role":
        Member.objects.filter(pk=claire.pk).update(last_login=clock.now())
    data = csv_bytes(person("1", email="mine@brindel.example"), person("2", email="new@brindel.example"), person("3", "Nid"))
    facilitator = make_member(Role.FACILITATOR)
    plan = plan_of(data, facilitator)
    assert [codes(line) for line in plan.lines] == [["address-entered"], [], []]
    assert "qui administre" in plan.lines[0].problems[0].text
    apply(data, facilitator, skip_bad=True)
    assert Member.objects.get(pk=claire.pk).email == email
    assert (
        Member.objects.get(employee_number="2").email == "new@brindel.example"
        and Member.objects.filter(last_name="Nid").exists()
    )
    assert not AuditEntry.objects.filter(act=Act.ADDRESS_CHANGED).exists() and not deliver()


def test_an_administrator_changes_an_address_which_the_audit_log_and_the_former_address_are_told() -> None:
    claire = make_member(employee_number="1", email="claire@brindel.example", first_name="Claire")
    Member.objects.filter(pk=claire.pk).update(last_login=clock.now())
    make_member(employee_number="2", email="never@brindel.example")
    administrator = make_member(Role.ADMINISTRATOR)
    apply(csv_bytes(person("1", email="new@brindel.example"), person("2", email="b@brindel.example")), administrator)
    entry = AuditEntry.objects.get(act=Act.ADDRESS_CHANGED)
    assert (entry.actor_id, entry.subject_id) == (administrator.pk, claire.pk)
    assert "brindel.example" not in str(entry.details) and "a changé l'adresse de" in sentence(entry).replace("’", "'")
    [told] = deliver()
    assert told.to == ["claire@brindel.example"] and "new@brindel.example" not in told.body


def test_a_closed_account_with_a_role_is_opened_again_by_administrators_alone() -> None:
    gone = make_member(Role.ADMINISTRATOR, employee_number="1", first_name="Claire", last_name="Martin")
    Member.objects.filter(pk=gone.pk).update(is_active=False)
    make_member(employee_number="2", first_name="Claire", last_name="Martin", is_active=False)
    data = csv_bytes(person("1"), person("2"))
    facilitator, administrator = make_member(Role.FACILITATOR), make_member(Role.ADMINISTRATOR)
    assert [codes(line) for line in plan_of(data, facilitator).lines] == [["closed-with-role"], []]
    apply(data, facilitator, skip_bad=True)
    assert list(Member.objects.filter(is_active=False)) == [gone]
    assert not AuditEntry.objects.filter(act=Act.ACCOUNT_REOPENED).exists()
    apply(data, administrator)
    gone.refresh_from_db()
    assert gone.is_active and AuditEntry.objects.get(act=Act.ACCOUNT_REOPENED).subject_id == gone.pk


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
