"""Session and member come in one query, and a closed account is out at once."""

import pytest
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.test import Client

from essaim.people.models import Member, Session
from essaim.people.session import SessionStore

from .factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def test_one_query_knows_member_roles_and_audiences(client: Client, django_assert_num_queries) -> None:
    member = make_member("facilitator")
    audience = make_audience("lyon", member)
    client.force_login(member)
    with django_assert_num_queries(1):
        response = client.get("/nowhere/")
        user = response.wsgi_request.user
        assert user.pk == member.pk
        assert user.role_names == {"facilitator"}
        assert user.audience_ids == (audience.pk, -user.pk)


def test_a_deactivated_member_is_signed_out(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    Member.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_pages_ask_to_sign_in_and_come_back(client: Client) -> None:
    response = client.get("/?a=1")
    assert response.status_code == 302
    assert response["Location"] == "/people/account/sign-in/?next=/%3Fa%3D1"


def test_a_session_that_began_under_an_earlier_version_goes_on(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    kept = Session.objects.get(member=member)
    assert kept.session_data.startswith("{")
    store = SessionStore(kept.session_key)
    kept.session_data = DatabaseStore.encode(store, dict(store.items()))
    kept.save()
    assert client.get("/").wsgi_request.user == member
    Session.objects.filter(member=member).update(session_data="neither")
    assert client.get("/").status_code == 302
