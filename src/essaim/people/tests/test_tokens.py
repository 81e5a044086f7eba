"""Tokens: handed out once, never kept, taken back at once."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.people import tokens
from essaim.people.actions.tokens import create_token, revoke_token
from essaim.people.models import Member, RoleGrant, Token
from essaim.people.tasks.upkeep import sweep

from .factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def make_token(member: Member, *scopes: str, **more: Any) -> str:
    given: dict[str, Any] = {"name": "Un programme", "lifetime": timedelta(days=30), "key": new_key()} | more
    return create_token(actor=member, member=member, scopes=scopes or ["read"], **given)[1]


def test_a_secret_brings_its_member_with_roles_and_audiences() -> None:
    member = make_member("facilitator")
    audience = make_audience("a", member)
    make_member(manager=member)
    found = tokens.bearer(make_token(member, "read", "import"))
    assert found and found.member == member
    assert found.member.role_names == {"facilitator", "manager"}
    assert found.member.audience_ids == (audience.pk, -found.member.pk)
    assert found.scopes == {"read", "import"}


def test_only_the_digest_is_kept() -> None:
    secret = make_token(make_member())
    row = Token.objects.values().get()
    assert secret.startswith(row["hint"]) and len(row["hint"]) < 14
    assert not any(secret in str(value) for value in row.values())


@pytest.mark.parametrize("how", ["revoked", "expired", "closed", "unknown"])
def test_a_token_that_is_over_brings_nobody(how: str) -> None:
    member = make_member()
    secret = make_token(member)
    if how == "revoked":
        assert revoke_token(actor=member, token=Token.objects.get())
        assert not revoke_token(actor=member, token=Token.objects.get())
    elif how == "expired":
        Token.objects.update(expires_at=clock.now())
    elif how == "closed":
        Member.objects.update(is_active=False)
    else:
        secret += "x"
    assert tokens.bearer(secret) is None


def test_a_scope_goes_with_the_role_that_it_needs() -> None:
    member = make_member("administrator")
    secret = make_token(member, "read", "import", "events")
    RoleGrant.objects.all().delete()
    found = tokens.bearer(secret)
    assert found and found.scopes == {"read"}


@pytest.mark.parametrize(
    ("scopes", "days", "code"),
    [
        ([], 30, "scope-unknown"),
        (["everything"], 30, "scope-unknown"),
        (["import"], 30, "scope-refused"),
        (["read", "events"], 30, "scope-refused"),
        (["read"], 0, "out-of-bounds"),
        (["read"], 400, "out-of-bounds"),
    ],
)
def test_what_is_refused(scopes: list[str], days: int, code: str) -> None:
    member = make_member()
    with pytest.raises(Refused) as no:
        create_token(actor=member, member=member, name="x", scopes=scopes, lifetime=timedelta(days=days), key=new_key())
    assert no.value.code == code
    assert not Token.objects.exists()


def test_twenty_are_enough() -> None:
    member = make_member()
    for _ in range(20):
        make_token(member)
    with pytest.raises(Refused):
        make_token(member)


def test_calls_of_one_minute_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "PER_MINUTE", 2)
    now = 1_000_000_000.0
    monkeypatch.setattr(tokens.time, "time", lambda: now)
    secret, other = make_token(make_member()), make_token(make_member())
    states = [tokens.bearer(secret) for _ in range(3)]
    assert [one.too_fast for one in states if one] == [False, False, True]
    assert tokens.bearer(other).too_fast is False  # type: ignore[union-attr]
    now += 60
    assert tokens.bearer(secret).too_fast is False  # type: ignore[union-attr]


def test_the_page_shows_the_secret_once_and_takes_it_back(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    url = reverse("people:tokens")
    form = {"key": str(uuid.uuid4()), "name": "Mon tableur", "scopes": ["read"], "days": "30"}
    page = client.post(url, form).content.decode()
    token = Token.objects.get()
    secret = page.split('id="secret"')[1].split('value="')[1].split('"')[0]
    assert tokens.bearer(secret)
    assert "no-store" in client.get(url)["Cache-Control"] and secret not in client.get(url).content.decode()
    again = client.post(url, form, follow=True).content.decode()
    assert Token.objects.count() == 1 and "déjà fait" in again
    client.post(reverse("people:revoke-token", args=[token.pk]))
    assert tokens.bearer(secret) is None


def test_the_form_keeps_what_was_typed_and_offers_no_scope_of_another_role(client: Client) -> None:
    client.force_login(make_member())
    form = {"key": str(uuid.uuid4()), "name": "Mon tableur", "scopes": ["events"], "days": "30"}
    response = client.post(reverse("people:tokens"), form)
    assert response.status_code == 422
    assert "Mon tableur" in response.content.decode() and not Token.objects.exists()


def test_nobody_revokes_the_token_of_another(client: Client) -> None:
    make_token(make_member())
    client.force_login(make_member("administrator"))
    assert client.post(reverse("people:revoke-token", args=[Token.objects.get().pk])).status_code == 404


def test_the_command_line_makes_lists_and_revokes(capsys: pytest.CaptureFixture[str]) -> None:
    member = make_member("administrator")
    call_command("token_create", member.email, "--scopes", "read, events", "--days", "7", "--name", "Suivi")
    secret = capsys.readouterr().out.strip()
    found = tokens.bearer(secret)
    assert found and found.scopes == {"read", "events"}
    call_command("token_list", member.email)
    line = capsys.readouterr().out
    assert str(member.email) in line and "\topen\t" in line and secret not in line
    call_command("token_revoke", str(found.token_id))
    assert tokens.bearer(secret) is None
    with pytest.raises(Refused):
        call_command("token_create", "personne@brindel.example")


def test_tokens_long_over_are_swept() -> None:
    make_token(make_member())
    Token.objects.update(expires_at=clock.now() - timedelta(days=31))
    sweep(timestamp=0)
    assert not Token.objects.exists()
