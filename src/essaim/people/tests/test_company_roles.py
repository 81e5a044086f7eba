"""Roles from the groups of the company's accounts go with the setting that gave them, not when somebody thinks of it."""

from typing import Any

import pytest
from django.test import Client

from essaim.kernel.errors import Refused
from essaim.people.actions.company import enter_by_company
from essaim.people.actions.roles import grant_role
from essaim.people.actions.sign_in_settings import change_sign_in_settings
from essaim.people.company import Arrival
from essaim.people.models import AuditEntry, Member, Role, RoleGrant, SignInSettings

from .factories import make_audience, make_member

pytestmark = pytest.mark.django_db
ISSUER = "https://id.brindel.example"
ADMINISTRATION = {"group": "essaim-admin", "role": "administrator", "audience": None}
FACILITATION = {"group": "essaim-animation", "role": "facilitator", "audience": None}


@pytest.fixture
def yann(db: None) -> Member:
    """Administers, by hand, and has set the provider up."""
    yann = make_member("administrator")
    change_sign_in_settings(
        actor=yann, issuer=ISSUER, client_id="essaim", groups_claim="groups", group_roles=[ADMINISTRATION, FACILITATION]
    )
    return yann


def arrive(member: Member, *groups: str, claim: str = "groups") -> None:
    claims = {"email": member.email, "email_verified": True, claim: list(groups)}
    enter_by_company(arrival=Arrival(issuer=ISSUER, subject=str(member.pk), claims=claims, id_token=""))


def roles(member: Member) -> set[str]:
    return set(RoleGrant.objects.filter(member=member).values_list("role", flat=True))


@pytest.mark.parametrize(
    "changed",
    [
        {"groups_claim": ""},
        {"groups_claim": "realm_access.roles"},
        {"group_roles": []},
        {"group_roles": [ADMINISTRATION | {"group": "autre"}, FACILITATION | {"group": "encore un autre"}]},
        {"issuer": "https://ailleurs.example"},
        {"issuer": ""},
    ],
)
def test_what_the_setting_gave_goes_with_it_and_what_was_given_by_hand_stays(yann: Member, changed: dict[str, Any]) -> None:
    claire, nora = make_member("sponsor"), make_member("facilitator")
    arrive(claire, "essaim-admin", "essaim-animation")
    arrive(nora, "essaim-animation")
    assert roles(claire) == {"sponsor", "administrator", "facilitator"}
    change_sign_in_settings(actor=yann, **changed)
    assert (roles(claire), roles(nora), roles(yann)) == ({"sponsor"}, {"facilitator"}, {"administrator"})
    lines = AuditEntry.objects.filter(act="role-revoked")
    said = {(line.actor_id, line.subject_id, line.details["role"]) for line in lines}
    assert said == {(yann.pk, claire.pk, "administrator"), (yann.pk, claire.pk, "facilitator")}


def test_only_what_a_changed_row_gave_is_taken(yann: Member) -> None:
    claire, lyon = make_member(), make_audience("lyon")
    arrive(claire, "essaim-admin", "essaim-animation")
    limited = FACILITATION | {"audience": lyon.pk}
    change_sign_in_settings(actor=yann, group_roles=[ADMINISTRATION, limited])
    assert roles(claire) == {"administrator"}
    # Another group that gives it too takes it from nobody; one of two that goes does: who had it by which is not kept.
    change_sign_in_settings(actor=yann, group_roles=[ADMINISTRATION, ADMINISTRATION | {"group": "informatique"}])
    assert roles(claire) == {"administrator"}
    change_sign_in_settings(actor=yann, group_roles=[ADMINISTRATION], just_in_time=True)
    assert roles(claire) == set()
    arrive(claire, "essaim-admin")
    assert roles(claire) == {"administrator"}


def test_what_changes_beside_it_takes_nothing(yann: Member) -> None:
    claire = make_member()
    arrive(claire, "essaim-animation")
    change_sign_in_settings(actor=yann, job_family_claim="department", client_secret="un autre", just_in_time=True)
    change_sign_in_settings(actor=yann, group_roles=[FACILITATION, ADMINISTRATION])
    assert roles(claire) == {"facilitator"}


def test_the_last_administrator_stays_and_it_is_the_one_who_changed_it(yann: Member) -> None:
    claire, nora = make_member(), make_member()
    for member in (claire, nora):
        arrive(member, "essaim-admin")
    RoleGrant.objects.filter(member=yann).delete()
    claire.know(["administrator"], manages=False, audience_ids=[])
    change_sign_in_settings(actor=claire, groups_claim="")
    assert (roles(claire), roles(nora)) == ({"administrator"}, set())
    # Once somebody else administrates by hand, the next arrival takes it from her, without any setting.
    grant_role(actor=None, member=nora, role=Role.ADMINISTRATOR)
    arrive(claire, "essaim-admin")
    assert (roles(claire), roles(nora)) == (set(), {"administrator"})


def test_nobody_is_left_outside_by_it(yann: Member) -> None:
    """Only the company's account leads in, and only she has ever come by it: taking her role would shut everybody out."""
    claire = make_member()
    arrive(claire, "essaim-admin")
    change_sign_in_settings(actor=yann, passwords=False, links=False)
    with pytest.raises(Refused) as no:
        change_sign_in_settings(actor=yann, groups_claim="")
    assert no.value.code == "not-tried"
    assert roles(claire) == {"administrator"}
    assert SignInSettings.current().groups_claim == "groups"


def test_the_page_says_so_before_it_is_done(client: Client, yann: Member) -> None:
    client.force_login(yann)
    assert "les rôles qui en venaient sont retirés aussitôt" in client.get("/people/sign-in-settings/").content.decode()
