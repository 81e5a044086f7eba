"""The copy of one's data says how one comes in: browsers, passkeys, the company's account, keys of programs."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from essaim.kernel import clock
from essaim.people.models import CompanyAccount, Member, Session, Token, TokenUse
from essaim.privacy.holdings import holdings

from .factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def _rows(holding: str, part: str, member: Member) -> list[dict[str, object]]:
    return next(list(map(dict, one.rows)) for one in holdings[holding].export(member.pk, None) if one.name == part)


def test_a_browser_says_how_one_came_in_and_whether_there_was_a_second_step() -> None:
    member, now = make_member(), clock.now()
    Session.objects.create(
        session_key="k", session_data="", member=member, expire_date=now + timedelta(days=1), started_at=now, way="company", second_step=True
    )  # fmt: skip
    (row,) = _rows("people.sign-in", "traces", member)
    assert row["way"] == "avec le compte de l’organisation" and row["second_step"] is True


def test_what_opens_the_account_has_its_name_and_its_last_use(client: Client) -> None:
    member, now = make_member(), clock.now()
    Authenticator.objects.create(
        user=member, type=Authenticator.Type.WEBAUTHN, data={"name": "Clé bleue", "credential": "secret-of-the-key"}, last_used_at=now
    )  # fmt: skip
    CompanyAccount.objects.create(member=member, issuer="https://accounts.example", subject="claire-1234")
    account, passkey = _rows("people.sign-in", "means", member)
    assert account["name"] == "claire-1234" and account["device"] == "https://accounts.example"
    assert passkey["name"] == "Clé bleue" and passkey["last_used_at"] == now
    client.force_login(member)
    page = client.get("/privacy/data/people/sign-in/").content.decode()
    assert "Clé bleue" in page and "claire-1234" in page and "secret-of-the-key" not in page


def test_a_key_of_a_program_says_when_it_was_last_used_and_taken_back() -> None:
    member, now = make_member(), clock.now()
    for name in ("used", "never used"):
        Token.objects.create(
            member=member, name=name, digest=name, hint="essaim_x", scopes=["read"], created_at=now, expires_at=now, revoked_at=now
        )  # fmt: skip
    TokenUse.objects.create(token=Token.objects.get(name="used"), minute=1, calls=1, last_used_on=clock.today())
    rows = {row["name"]: row for row in _rows("people.tokens", "tokens", member)}
    assert rows["used"]["last_used_on"] == clock.today() and rows["never used"]["last_used_on"] is None
    assert rows["used"]["revoked_at"] == now


def test_a_role_for_one_audience_says_for_which() -> None:
    member = make_member()
    audience = make_audience("relation-client", member)
    member.grants.create(role="facilitator", audience=audience, granted_at=clock.now())
    assert [row["audience"] for row in _rows("people.member", "roles", member)] == [audience.name]
