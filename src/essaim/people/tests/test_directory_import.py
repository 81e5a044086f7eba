"""An import writes everything that it said, or nothing."""

from datetime import date

import pytest

from essaim.journal.models import Entry
from essaim.kernel.errors import Refused
from essaim.organisation.models import JobFamily, Site, Team
from essaim.people.actions.audiences import refresh_audience
from essaim.people.actions.directory import PlanChanged
from essaim.people.directory import plan as planning
from essaim.people.models import AudienceMembership, Member, Role, Session

from .directory_files import apply, csv_bytes, person, plan_of
from .factories import make_audience, make_job_family, make_member, make_team

pytestmark = pytest.mark.django_db

CLAIRE = person(
    "1", email="claire@brindel.example", team="Brindel / SAV", job="Service client", site="Lyon", arrived="02/06/2003"
)


def test_a_person_comes_with_team_job_family_site_and_date() -> None:
    apply(csv_bytes(CLAIRE))
    member = Member.objects.select_related("team__parent", "job_family", "site").get()
    assert (member.name, member.email, member.sort_key) == ("Claire Martin", "claire@brindel.example", "martin\tclaire")
    assert member.team is not None
    assert member.team.parent is not None
    assert (member.team.parent.name, member.team.name) == ("Brindel", "SAV")
    assert member.team.ancestor_ids == [member.team.parent.pk, member.team.pk]
    assert (str(member.job_family), str(member.site), member.arrived_on) == ("Service client", "Lyon", date(2003, 6, 2))
    assert not member.has_usable_password()
    assert member.record_key > 0


def test_someone_who_had_none_gets_a_new_team_job_family_and_site() -> None:
    make_member(employee_number="1", first_name="Claire", last_name="Martin", email="claire@brindel.example")
    plan = apply(csv_bytes(CLAIRE))
    assert [change.field for change in plan.lines[0].changes] == ["team", "job_family", "site", "arrived_on"]
    member = Member.objects.select_related("team", "job_family", "site").get()
    assert (str(member.team), str(member.job_family), str(member.site)) == ("SAV", "Service client", "Lyon")


def test_importing_again_leaves_everything_and_writes_nothing() -> None:
    apply(csv_bytes(CLAIRE))
    plan = apply(csv_bytes(CLAIRE))
    assert plan.counts == {"created": 0, "changed": 0, "left": 1, "refused": 0, "absent": 0}
    assert [entry.type for entry in Entry.objects.order_by("pk")] == ["people.member-arrived"]


def test_what_is_there_under_another_spelling_is_not_made_again() -> None:
    make_job_family("service-client", name="Service client", name_en="Customer service")
    make_team("Équipe", make_team("Brindel"))
    apply(
        csv_bytes(
            person("1", team="BRINDEL / equipe", job="CUSTOMER SERVICE"),
            person("2", team="Brindel / Équipe", job="service-client"),
        )
    )
    assert (JobFamily.objects.count(), Team.objects.count()) == (1, 2)


def test_refused_lines_make_no_team_job_family_or_site() -> None:
    apply(csv_bytes(person("1"), person("2", last="", team="Fantôme", job="Fantôme", site="Fantôme")), skip_bad=True)
    assert not Team.objects.exists()
    assert not JobFamily.objects.exists()
    assert not Site.objects.exists()


def test_one_bad_line_changes_nothing_and_says_which() -> None:
    with pytest.raises(Refused, match="ligne 3") as refused:
        apply(csv_bytes(CLAIRE, person("2", last="")))
    assert refused.value.code == "bad-lines"
    assert not Member.objects.exists()
    assert not Team.objects.exists()
    assert not Entry.objects.exists()


def test_bad_lines_are_left_out_when_asked() -> None:
    apply(csv_bytes(CLAIRE, person("2", last="")), skip_bad=True)
    assert [member.name for member in Member.objects.all()] == ["Claire Martin"]


def test_missing_people_stay_unless_asked() -> None:
    make_member(employee_number="9")
    plan = apply(csv_bytes(CLAIRE))
    assert plan.counts["absent"] == 1
    assert Member.objects.filter(is_active=True).count() == 2


def test_missing_people_are_closed_when_asked_and_signed_out(client) -> None:  # type: ignore[no-untyped-def]
    gone = make_member(employee_number="9")
    client.force_login(gone)
    apply(csv_bytes(CLAIRE), deactivate_missing=True)
    gone.refresh_from_db()
    assert not gone.is_active
    assert not Session.objects.filter(member=gone).exists()
    assert list(Entry.objects.filter(type="people.member-deactivated").values_list("subject_id", flat=True)) == [gone.pk]


def test_neither_the_actor_nor_the_last_administrator_is_closed() -> None:
    actor, administrator = make_member(Role.FACILITATOR), make_member(Role.ADMINISTRATOR)
    Member.objects.filter(pk=make_member(Role.ADMINISTRATOR).pk).update(is_active=False)
    plan = apply(csv_bytes(CLAIRE), actor, deactivate_missing=True)
    assert {absent.id: absent.kept.code if absent.kept else "" for absent in plan.absent} == {
        actor.pk: "kept-actor",
        administrator.pk: "kept-by-role",
    }
    plan = apply(csv_bytes(CLAIRE), deactivate_missing=True)
    assert [absent.kept.code if absent.kept else "" for absent in plan.absent] == ["", "kept-administrator"]
    assert Member.objects.get(pk=administrator.pk).is_active


def test_an_administrator_who_is_not_the_last_may_leave() -> None:
    gone, stays = make_member(Role.ADMINISTRATOR), make_member(Role.ADMINISTRATOR, employee_number="1")
    apply(csv_bytes(person("1")), deactivate_missing=True)
    assert list(Member.objects.filter(is_active=True)) == [stays]
    assert not Member.objects.get(pk=gone.pk).is_active


def test_nobody_is_closed_over_a_typing_error_in_their_line() -> None:
    by_number, by_email = make_member(employee_number="1"), make_member(email="claire@brindel.example")
    by_name = make_member(first_name="Zoé", last_name="Le Goff")
    data = csv_bytes(
        person("1", last=""), person(last="", email="claire@brindel.example"), person("", "Le Goff", "Zoe", "zoe@")
    )
    plan = apply(data, skip_bad=True, deactivate_missing=True)
    assert plan.counts["refused"] == 3
    assert set(Member.objects.filter(is_active=True)) == {by_number, by_email, by_name}


@pytest.mark.parametrize("others", [0, 30])
def test_audiences_are_in_force_with_the_import(others: int) -> None:
    """A few people one by one, many at once: the same in the end."""
    boss = make_member(employee_number="9", first_name="Zoé", last_name="Le Goff")
    family = make_job_family("service-client", name="Service client")
    service, managers = (
        make_audience("sav", rule={"job_family": [family.pk]}),
        make_audience("chefs", rule={"role": ["manager"]}),
    )
    for audience in (service, managers):
        refresh_audience(audience.pk)
    crowd = [person(f"x{n}", str(n)) for n in range(others)]
    apply(csv_bytes(person("1", job="Service client", manager="9"), *crowd))
    claire = Member.objects.get(employee_number="1")
    assert set(AudienceMembership.objects.values_list("audience_id", "member_id")) == {
        (service.pk, claire.pk),
        (managers.pk, boss.pk),
    }
    apply(csv_bytes(person("1"), person("9", "Le Goff", "Zoé", manager="1"), *crowd))
    assert (managers.pk, claire.pk) in AudienceMembership.objects.values_list("audience_id", "member_id")
    assert (managers.pk, boss.pk) not in AudienceMembership.objects.values_list("audience_id", "member_id")


def test_events_say_what_changed_by_name_alone() -> None:
    apply(csv_bytes(CLAIRE))
    actor = make_member(Role.ADMINISTRATOR, employee_number="9")
    changed = [*CLAIRE]
    changed[6], changed[8] = "Lille", "03/06/2003"
    apply(csv_bytes(changed), actor)
    entry = Entry.objects.get(type="people.member-changed")
    assert (entry.actor_id, entry.payload) == (actor.pk, {"changed": ["site", "arrived_on"]})


def test_a_plan_that_is_no_longer_what_was_shown_changes_nothing() -> None:
    data = csv_bytes(CLAIRE)
    shown = planning.fingerprint(plan_of(data).as_data())
    make_member(employee_number="1")
    with pytest.raises(PlanChanged):
        apply(data, expected=shown)
    assert Member.objects.get(employee_number="1").last_name != "Martin"
    apply(data, expected=planning.fingerprint(plan_of(data).as_data()))
    assert Member.objects.get(employee_number="1").last_name == "Martin"


def test_a_name_whose_sort_key_is_longer_than_its_column_is_taken() -> None:
    apply(csv_bytes(person("1", "ß" * 120, "Œ" * 120)))
    assert len(Member.objects.get().sort_key) == 260
