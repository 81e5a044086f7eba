"""A second step: codes of an app, recovery codes, and roles that sleep without one. Codes are real ones."""

import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from essaim.journal.models import Entry
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.people.actions.roles import grant_role
from essaim.people.actions.second_step import reset_second_step, turn_authenticator_on
from essaim.people.actions.sign_in import make_link
from essaim.people.actions.sign_in_settings import change_sign_in_settings
from essaim.people.actions.tokens import create_token
from essaim.people.models import AuditEntry, Member, Role, Session, Token
from essaim.people.second_step import recovery_codes
from essaim.people.tokens import bearer

from .factories import make_audience, make_member

pytestmark = pytest.mark.django_db
PASSWORD = "des abeilles au jardin"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SECURITY, STEP, APP = "/people/account/security/", "/people/account/second-step/", "/people/account/authenticator/"


def code(secret: str = SECRET, steps: int = 0) -> str:
    """What an app shows for ``secret`` now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def first_step(member: Member, **more: str) -> tuple[Client, str]:
    """A browser that gave the password, and where that leads it."""
    client = Client()
    response = client.post("/people/account/sign-in/", {"email": member.email, "password": PASSWORD, **more})
    assert response.status_code == 302
    return client, response["Location"]


def protected(*roles: str) -> Member:
    """Somebody with an app that gives codes."""
    member = make_member(*roles, password=PASSWORD)
    turn_authenticator_on(actor=member, secret=SECRET)
    return member


def test_an_app_is_set_up_with_a_code_of_its_own(client: Client) -> None:
    member = make_member(password=PASSWORD)
    client, _where = first_step(member)
    page = client.get(APP).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert secret[:4] in page
    wrong = client.post(APP, {"code": "000000"})
    assert wrong.status_code == 422
    assert client.session["mfa.totp.secret"] == secret, "a wrong code does not ask for another picture"
    done = client.post(APP, {"code": code(secret)}, follow=True)
    assert "codes de secours" in done.content.decode()
    kept = Authenticator.objects.get(user=member, type="totp")
    assert secret not in str(kept.data), "the secret is sealed"
    assert Session.objects.get(member=member).second_step
    # Notifications tell them of it from here.
    assert "second-step" in str(Entry.objects.filter(type="people.member-changed", subject_id=member.pk).latest("pk").payload)


def test_a_password_alone_no_longer_enters(client: Client) -> None:
    member = protected()
    client, where = first_step(member, next="/people/members/")
    assert where == STEP
    assert client.get("/people/members/").status_code == 302
    assert not Session.objects.filter(member=member).exists()
    assert client.post(STEP, {"code": "000000"}).status_code == 422
    entered = client.post(STEP, {"code": code()})
    assert entered["Location"] == "/people/members/"
    assert client.get("/people/members/").status_code == 200
    session = Session.objects.get(member=member)
    assert (session.way, session.second_step) == ("password", True)


def test_a_link_by_mail_asks_for_it_too(client: Client) -> None:
    member = protected()
    response = client.post(f"/people/account/links/{make_link(member=member)}/")
    assert response["Location"] == STEP
    assert client.post(STEP, {"code": code()}).status_code == 302
    assert Session.objects.get(member=member).way == "link"


def test_a_code_serves_once(client: Client) -> None:
    member, now = protected(), code()
    first, _ = first_step(member)
    second, _ = first_step(member)
    assert first.post(STEP, {"code": now}).status_code == 302
    assert second.post(STEP, {"code": now}).status_code == 422


def test_a_recovery_code_stands_for_the_app_once() -> None:
    member = protected()
    spare = recovery_codes(member)[0]
    client, _where = first_step(member)
    assert client.post(STEP, {"code": f"{spare[:4]} {spare[4:]}"}).status_code == 302
    again, _where = first_step(member)
    assert again.post(STEP, {"code": spare}).status_code == 422
    assert len(recovery_codes(member)) == 7


def test_guessing_is_slowed_for_each_member_in_every_browser() -> None:
    member = protected()
    for _ in range(5):
        client, _where = first_step(member)
        client.post(STEP, {"code": "000000"})
    client, _where = first_step(member)
    refused = client.post(STEP, {"code": code()})
    assert refused.status_code == 422
    assert "Trop d’essais" in refused.content.decode()


def test_nobody_reaches_the_second_step_without_the_first(client: Client) -> None:
    protected()
    assert client.get(STEP)["Location"] == "/people/account/sign-in/"
    assert client.post(STEP, {"code": code()})["Location"] == "/people/account/sign-in/"


def test_what_protects_an_account_asks_again_after_a_while() -> None:
    member = make_member(password=PASSWORD)
    client, _where = first_step(member)
    assert client.get(APP).status_code == 200
    session = client.session
    session["essaim_note"] = {**session["essaim_note"], "since": int(time.time()) - 31 * 60}
    session.save()
    asked = client.get(APP)
    assert asked["Location"].startswith("/people/account/confirm/?next=")
    assert client.post("/people/account/confirm/", {"current": "autre chose", "next": APP}).status_code == 422
    assert client.post("/people/account/confirm/", {"current": PASSWORD, "next": APP})["Location"] == APP
    assert client.get(APP).status_code == 200


def test_who_has_a_second_step_needs_it_to_change_it() -> None:
    """A stolen session of before does not take it away."""
    member = make_member(password=PASSWORD)
    client, _where = first_step(member)
    turn_authenticator_on(actor=member, secret=SECRET)
    assert client.post("/people/account/authenticator/off/")["Location"].startswith(STEP)
    assert Authenticator.objects.filter(user=member, type="totp").exists()
    assert client.post(STEP, {"code": code()})["Location"] == SECURITY
    client.post("/people/account/authenticator/off/")
    assert not Authenticator.objects.filter(user=member).exists(), "recovery codes go with the last of it"


def test_required_roles_sleep_until_the_second_step_wakes_them(client: Client) -> None:
    yann = make_member("administrator", password=PASSWORD)
    change_sign_in_settings(actor=yann, second_step_roles=["administrator", "facilitator"])
    client, _where = first_step(yann)
    asked = client.get("/people/roles/")
    assert asked["Location"] == f"{STEP}?next=/people/roles/"
    assert client.get("/people/members/").status_code == 200
    assert client.get("/admin/")["Location"] == f"{STEP}?next=/admin/"
    assert "vous n’en avez pas encore" in client.get(STEP).content.decode()
    client.get(APP)
    client.post(APP, {"code": code(client.session["mfa.totp.secret"])})
    assert client.get("/people/roles/").status_code == 200
    assert client.get("/admin/").status_code == 200


def test_a_role_for_one_audience_sleeps_as_well() -> None:
    lyon, claire, yann = make_audience("lyon"), make_member(password=PASSWORD), make_member("administrator")
    grant_role(actor=yann, member=claire, role=Role.FACILITATOR, audience=lyon)
    client, _where = first_step(claire)
    assert client.get("/people/invitations/audiences/").status_code == 200
    change_sign_in_settings(actor=yann, second_step_roles=["facilitator"])
    assert client.get("/people/invitations/audiences/")["Location"].startswith(STEP)


def test_a_sleeping_role_makes_no_token() -> None:
    yann = make_member("administrator")
    yann.sleep(["administrator"])
    with pytest.raises(Refused) as no:
        create_token(actor=yann, member=yann, name="x", scopes=["read"], lifetime=timedelta(days=1), key=new_key())
    assert no.value.code == "asleep"


@pytest.mark.parametrize("second", [False, True])
def test_a_token_made_without_a_second_step_has_no_role_that_needs_one(second: bool) -> None:
    """Made before it was required, or before the role was given."""
    yann, lyon = make_member(), make_audience("lyon")
    key = new_key()
    given = {"name": "x", "lifetime": timedelta(days=1), "key": key, "second_step": second}
    _token, secret = create_token(actor=yann, member=yann, scopes=["read", "write"], **given)
    Token.objects.update(scopes=["read", "import", "events"])
    grant_role(actor=None, member=yann, role=Role.ADMINISTRATOR)
    grant_role(actor=None, member=yann, role=Role.FACILITATOR, audience=lyon)
    found = bearer(secret)
    assert found and found.member.is_administrator and "events" in found.scopes
    change_sign_in_settings(actor=make_member("administrator"), second_step_roles=["administrator", "facilitator"])
    found = bearer(secret)
    assert found and found.member.is_administrator is second and found.member.is_facilitator is second
    assert found.scopes == ({"read", "import", "events"} if second else {"read"})
    assert bool(found.member.facilitated_ids) is second


def test_a_token_knows_whether_its_session_had_a_second_step_and_its_page_says_so() -> None:
    claire = protected("facilitator")
    client, _where = first_step(claire)
    client.post(STEP, {"code": code()})
    form = {"name": "Avec", "scopes": ["read"], "days": "30", "key": str(new_key())}
    assert client.post("/people/tokens/", form).status_code == 200
    assert Token.objects.get().second_step
    change_sign_in_settings(actor=make_member("administrator"), second_step_roles=["facilitator"])
    assert "Fait sans deuxième étape" not in client.get("/people/tokens/").content.decode()
    Token.objects.update(second_step=False)
    assert "Fait sans deuxième étape" in client.get("/people/tokens/").content.decode()


def test_an_administrator_resets_what_was_lost(client: Client) -> None:
    claire, yann = protected(), make_member("administrator")
    lost, _where = first_step(claire)
    lost.post(STEP, {"code": code()})
    client.force_login(yann)
    client.post(f"/people/roles/{claire.pk}/reset-second-step/")
    assert not Authenticator.objects.filter(user=claire).exists()
    assert lost.get("/people/members/").status_code == 302
    _again, where = first_step(claire)
    assert where == "/"
    line = AuditEntry.objects.get(act="second-step-reset")
    assert (line.actor_id, line.subject_id) == (yann.pk, claire.pk)
    with pytest.raises(Refused):
        reset_second_step(actor=make_member("facilitator"), member=claire)


def test_the_security_page_costs_little(django_assert_num_queries) -> None:
    client, _where = first_step(make_member(password=PASSWORD))
    # Session and member, what is required, what one has, browsers.
    with django_assert_num_queries(4):
        client.get(SECURITY)
