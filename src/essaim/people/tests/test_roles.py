"""Roles: given and taken back by administrators, for everybody or for one audience."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from essaim.kernel.errors import Refused
from essaim.people.actions.audiences import delete_audience
from essaim.people.actions.roles import FACILITATORS_GROUP, grant_role, revoke_role
from essaim.people.models import AuditEntry, Role, RoleGrant
from essaim.people.queries import audiences_to_invite, load_member

from .factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def test_only_administrators_give_and_take(client: Client) -> None:
    facilitator, claire = make_member("facilitator"), make_member("champion")
    with pytest.raises(Refused) as no:
        grant_role(actor=facilitator, member=claire, role=Role.SPONSOR)
    assert no.value.code == "not-administrator"
    with pytest.raises(Refused):
        revoke_role(actor=facilitator, grant=claire.grants.get())
    client.force_login(facilitator)
    assert client.post(f"/people/roles/{claire.pk}/", {"role": "administrator"}).status_code == 403


def test_a_role_is_given_on_the_page_and_holds_at_once(client: Client) -> None:
    yann, claire = make_member("administrator"), make_member()
    client.force_login(yann)
    assert client.post(f"/people/roles/{claire.pk}/", {"role": "facilitator"}).status_code == 302
    hers = Client()
    hers.force_login(claire)
    assert hers.get("/people/audiences/").status_code == 200
    assert claire.groups.filter(name=FACILITATORS_GROUP).exists()
    client.post(f"/people/roles/{claire.grants.get().pk}/revoke/")
    assert hers.get("/people/audiences/").status_code == 403
    assert not Group.objects.get(name=FACILITATORS_GROUP).user_set.filter(pk=claire.pk).exists()


def test_the_last_administrator_stays(client: Client) -> None:
    yann = make_member("administrator")
    closed = make_member("administrator", is_active=True)
    closed.is_active = False
    closed.save()
    client.force_login(yann)
    page = client.post(f"/people/roles/{yann.grants.get().pk}/revoke/", follow=True)
    assert "Personne d’autre n’administre" in page.content.decode()
    assert load_member(yann.pk).is_administrator
    make_member("administrator")
    client.post(f"/people/roles/{yann.grants.get().pk}/revoke/")
    assert not load_member(yann.pk).is_administrator


def test_facilitating_one_audience_opens_that_audience_and_no_more(client: Client) -> None:
    lyon, nantes = make_audience("lyon"), make_audience("nantes")
    claire = make_member()
    grant_role(actor=make_member("administrator"), member=claire, role=Role.FACILITATOR, audience=lyon)
    claire = load_member(claire.pk)
    assert (claire.is_facilitator, claire.role_names, claire.facilitated_ids) == (False, frozenset(), {lyon.pk})
    assert claire.facilitates([lyon.pk])
    assert not claire.facilitates([])
    assert not claire.facilitates([lyon.pk, nantes.pk])
    assert audiences_to_invite(claire) == [lyon]
    client.force_login(claire)
    assert client.get("/people/audiences/").status_code == 403
    page = client.get("/people/invitations/audiences/").content.decode()
    assert "Lyon" in page
    assert "Nantes" not in page
    assert client.post(f"/people/invitations/audiences/{nantes.pk}/").status_code == 404
    assert not claire.groups.exists()


@pytest.mark.parametrize("role", [Role.SPONSOR, Role.ADMINISTRATOR])
def test_some_roles_hold_for_everybody_only(role: Role, client: Client) -> None:
    yann, claire, lyon = make_member("administrator"), make_member(), make_audience("lyon")
    client.force_login(yann)
    response = client.post(f"/people/roles/{claire.pk}/", {"role": role, "audience": lyon.pk})
    assert response.status_code == 422
    assert "ne se limite pas à un public" in response.content.decode()
    assert not claire.grants.exists()


def test_a_deleted_audience_takes_its_roles_with_it_and_the_log_says_so() -> None:
    yann, claire, lyon = make_member("administrator"), make_member(), make_audience("lyon")
    grant_role(actor=yann, member=claire, role=Role.CHAMPION, audience=lyon)
    delete_audience(actor=make_member("facilitator"), audience=lyon)
    assert not RoleGrant.objects.filter(member=claire).exists()
    assert AuditEntry.objects.latest("pk").act == "role-revoked"


def test_a_closed_account_gets_no_role() -> None:
    with pytest.raises(Refused):
        grant_role(actor=None, member=make_member(is_active=False), role=Role.CHAMPION)


def test_the_page_finds_people_and_shows_who_has_what(client: Client, django_assert_num_queries) -> None:
    yann = make_member("administrator")
    nadia = make_member(first_name="Nadia", last_name="Bénali")
    for _ in range(12):
        make_member("champion")
    client.force_login(yann)
    # Session and member, people, their roles, the named ones.
    with django_assert_num_queries(4):
        page = client.get("/people/roles/?name=benali").content.decode()
    assert f"/people/roles/{nadia.pk}/" in page
    assert page.count("ambassadeur, ambassadrice") >= 12
    only = client.get("/people/roles/?role=administrator").content.decode()
    assert f"/people/roles/{yann.pk}/" in only
    assert only.count('<p class="meta">ambassadeur') == 0


def test_a_role_is_said_on_the_page_of_who_has_it(client: Client) -> None:
    lyon, claire = make_audience("lyon"), make_member()
    grant_role(actor=None, member=claire, role=Role.CHAMPION, audience=lyon)
    client.force_login(make_member())
    page = client.get(f"/people/members/{claire.pk}/").content.decode()
    assert "ambassadeur, ambassadrice" in page
    assert "pour Lyon" in page
