"""The audit log: read by administrators, filtered, paged, and changed by nobody."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from essaim.people.actions.audit import forget_in_audit, write_audit
from essaim.people.actions.roles import grant_role, revoke_role
from essaim.people.models import Act, AuditEntry, Role

from .factories import make_audience, make_member

pytestmark = pytest.mark.django_db
AUDIT = "/people/audit/"


def _run(statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements.split("; "):
            cursor.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE people_auditentry SET actor_name = 'Personne'",
        "UPDATE people_auditentry SET details = '{}'",
        "UPDATE people_auditentry SET actor_name = '', actor_id = NULL",
        "DELETE FROM people_auditentry",
        "TRUNCATE people_auditentry",
        "SELECT set_config('essaim.audit_forgetting', 'yes', true); DELETE FROM people_auditentry",
        "SELECT set_config('essaim.audit_forgetting', 'yes', true); UPDATE people_auditentry SET act = 'role-revoked'",
        "SELECT set_config('essaim.audit_forgetting', 'yes', true); UPDATE people_auditentry SET actor_name = 'Personne'",
    ],
)
def test_the_database_itself_refuses_every_change(statement: str) -> None:
    grant_role(actor=make_member("administrator"), member=make_member(), role=Role.CHAMPION)
    before = list(AuditEntry.objects.values())
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        _run(statement)
    assert list(AuditEntry.objects.values()) == before


def test_a_person_is_replaced_by_an_empty_name_and_nothing_else_changes() -> None:
    yann, claire, other = make_member("administrator"), make_member(), make_member()
    grant_role(actor=yann, member=claire, role=Role.CHAMPION)
    grant_role(actor=yann, member=other, role=Role.SPONSOR)
    assert forget_in_audit(member_id=claire.pk) == 1
    about = AuditEntry.objects.get(details__role="champion")
    assert (about.subject_id, about.subject_name) == (None, "")
    assert (about.actor_id, about.actor_name) == (yann.pk, yann.name)
    assert AuditEntry.objects.get(details__role="sponsor").subject_name == other.name
    # The way that was opened for it is closed again.
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=about.pk).update(actor_name="", actor_id=None)


def test_names_end_after_a_while_and_acts_stay() -> None:
    write_audit(actor=make_member("administrator"), act=Act.SIGN_IN_CHANGED, changed={"issuer": "https://id.example"})
    line = AuditEntry.objects.latest("pk")
    # The role of the administrator was given before.
    assert forget_in_audit(before=line.at) == 1
    assert AuditEntry.objects.get(pk=line.pk).actor_name
    assert forget_in_audit() == 1
    assert not AuditEntry.objects.exclude(actor_id=None, subject_id=None).exists()
    assert AuditEntry.objects.get(pk=line.pk).details == {"changed": {"issuer": "https://id.example"}}


def test_every_grant_and_revocation_is_written_once() -> None:
    yann, claire = make_member("administrator"), make_member()
    audience = make_audience("lyon")
    for _ in range(2):
        grant = grant_role(actor=yann, member=claire, role=Role.FACILITATOR, audience=audience)
    revoke_role(actor=yann, grant=grant)
    revoke_role(actor=yann, grant=grant)
    lines = AuditEntry.objects.filter(subject_id=claire.pk).order_by("pk")
    assert [(line.act, line.actor_name, line.details) for line in lines] == [
        ("role-granted", yann.name, {"role": "facilitator", "audience": "Lyon"}),
        ("role-revoked", yann.name, {"role": "facilitator", "audience": "Lyon"}),
    ]


def test_administrators_read_filter_and_page_it(client: Client) -> None:
    yann = make_member("administrator", first_name="Yann", last_name="Le Goff")
    people = [make_member(last_name=f"Personne {n:02}") for n in range(60)]
    for person in people:
        grant_role(actor=yann, member=person, role=Role.CHAMPION)
    write_audit(actor=yann, act=Act.SIGN_IN_CHANGED, changed={"issuer": "https://id.example"})
    client.force_login(yann)
    first = client.get(AUDIT).content.decode()
    assert "Yann Le Goff a réglé la connexion" in first
    assert "Personne 59" in first
    assert "Personne 05" not in first
    following = client.get(AUDIT + f"?before={AuditEntry.objects.get(subject_id=people[11].pk).pk + 1}").content.decode()
    assert "Personne 11" in following
    assert "Personne 12" not in following
    only = client.get(AUDIT + "?act=sign-in-changed").content.decode()
    assert "Yann Le Goff a réglé la connexion" in only
    assert "a donné un rôle" not in only
    named = client.get(AUDIT + "?name=personne 07").content.decode()
    assert "Personne 07" in named
    assert "Personne 08" not in named


def test_the_page_costs_the_same_whatever_it_shows(client: Client, django_assert_num_queries) -> None:
    yann = make_member("administrator")
    for _ in range(30):
        grant_role(actor=yann, member=make_member(), role=Role.CHAMPION)
    client.force_login(yann)
    # Session and member, the log.
    with django_assert_num_queries(2):
        client.get(AUDIT)
