"""The company's accounts, with a real OpenID provider: django-oauth-toolkit, in a process of its own."""

from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from tests.openid.provider import OpenIDProvider, provider

from essaim.people.actions.roles import grant_role
from essaim.people.actions.sign_in_settings import change_sign_in_settings
from essaim.people.models import AuditEntry, CompanyAccount, Member, Role, Session, SignInSettings
from essaim.people.queries import load_member

from .factories import make_audience, make_job_family, make_member, make_site, make_team

pytestmark = pytest.mark.django_db
SIGN_IN = "/people/account/sign-in/"
COMPANY = "/people/account/company/"


@pytest.fixture(scope="module")
def openid() -> Iterator[OpenIDProvider]:
    with provider(settings.BASE_URL) as made:
        yield made


@pytest.fixture
def set_up(openid: OpenIDProvider, db: None) -> Member:
    """The administrator who set the provider up."""
    yann = make_member("administrator")
    set_provider(yann, openid)
    return yann


def set_provider(actor: Member, openid: OpenIDProvider, **values: object) -> None:
    change_sign_in_settings(
        actor=actor, issuer=openid.issuer, client_id=openid.client_id, client_secret=openid.client_secret, **values
    )


def enter(client: Client, openid: OpenIDProvider, name: str, next: str = ""):
    """All the way: out by the button, through the provider's page, back with its code."""
    left = client.get(COMPANY, {"next": next} if next else {})
    assert left.status_code == 302, left.content.decode()
    return client.get(openid.sign_in(left["Location"], name))


def test_the_button_comes_first_and_leads_out_with_pkce_and_a_nonce(
    client: Client, openid: OpenIDProvider, set_up: Member
) -> None:
    SignInSettings.objects.update(company_name="Maison Brindel")
    page = client.get(SIGN_IN).content.decode()
    assert page.index("Se connecter avec Maison Brindel") < page.index('type="password"')
    asked = parse_qs(urlsplit(client.get(COMPANY)["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["response_type"] == ["code"]
    assert len(asked["nonce"][0]) > 10 and len(asked["state"][0]) > 10
    assert asked["redirect_uri"] == [f"{settings.BASE_URL}/people/account/company/back/"]


def test_a_verified_address_is_linked_once_and_holds_whatever_it_becomes(
    client: Client, openid: OpenIDProvider, set_up: Member
) -> None:
    claire = make_member()
    openid.knows("claire", email=claire.email.upper(), email_verified=True, name="Claire M")
    response = enter(client, openid, "claire", next="/people/members/?name=a")
    assert response["Location"] == "/people/members/?name=a"
    assert client.get("/people/members/").wsgi_request.user.pk == claire.pk
    session = Session.objects.get(member=claire)
    assert (session.way, session.second_step) == ("company", False)
    line = AuditEntry.objects.get(act="company-linked")
    assert (line.origin, line.subject_id, line.details) == ("company", claire.pk, {"issuer": openid.issuer})
    openid.knows("claire", email="tout.autre@brindel.example", email_verified=True)
    again = Client()
    assert enter(again, openid, "claire").status_code == 302
    assert again.get("/people/members/").wsgi_request.user.pk == claire.pk
    assert CompanyAccount.objects.count() == 1


@pytest.mark.parametrize("said", [{}, {"email_verified": False}, {"email_verified": "false"}, {"email_verified": None}])
def test_an_address_that_is_not_verified_links_nobody(
    client: Client, openid: OpenIDProvider, set_up: Member, said: dict
) -> None:
    claire = make_member()
    SignInSettings.objects.update(just_in_time=True)
    openid.knows("mallory", email=claire.email, name="Mallory", **said)
    response = enter(client, openid, "mallory")
    assert response.status_code == 403
    assert "ne confirme pas votre adresse" in response.content.decode()
    assert not CompanyAccount.objects.exists()
    assert client.get("/people/members/").status_code == 302


def test_an_administrator_may_vouch_for_the_companys_own_domains(
    client: Client, openid: OpenIDProvider, set_up: Member
) -> None:
    """Some providers, Microsoft's among them, never say that an address is verified."""
    claire, guest = make_member(), make_member(email="claire@ailleurs.example")
    set_provider(set_up, openid, trusted_domains=["brindel.example"])
    openid.knows("claire-entra", email=claire.email)
    openid.knows("guest", email=guest.email)
    openid.knows("denied", email=claire.email, email_verified=False)
    assert enter(Client(), openid, "guest").status_code == 403
    assert enter(Client(), openid, "denied").status_code == 403
    assert enter(client, openid, "claire-entra").status_code == 302


def test_an_address_given_to_somebody_else_does_not_open_the_account(
    client: Client, openid: OpenIDProvider, set_up: Member
) -> None:
    claire = make_member()
    openid.knows("old-claire", email=claire.email, email_verified=True)
    openid.knows("new-claire", email=claire.email, email_verified=True)
    enter(client, openid, "old-claire")
    refused = enter(Client(), openid, "new-claire")
    assert refused.status_code == 403
    assert "déjà reliée" in refused.content.decode()
    administrator = Client()
    administrator.force_login(set_up)
    assert "donnez une autre adresse" in administrator.get(f"/people/roles/{claire.pk}/").content.decode()
    assert Session.objects.filter(member=claire).exists()
    administrator.post(f"/people/roles/{claire.pk}/unlink/")
    assert not Session.objects.filter(member=claire).exists()
    assert enter(Client(), openid, "new-claire").status_code == 302
    assert AuditEntry.objects.filter(act="company-unlinked", actor_id=set_up.pk, subject_id=claire.pk).exists()


def test_accounts_are_made_on_arrival_only_where_that_is_set(client: Client, openid: OpenIDProvider, set_up: Member) -> None:
    openid.knows("nadia", email="nadia@brindel.example", email_verified=True, given_name="Nadia", family_name="Benali")
    refused = enter(client, openid, "nadia")
    assert refused.status_code == 403
    assert "nadia@brindel.example" in refused.content.decode()
    set_provider(set_up, openid, just_in_time=True)
    assert enter(client, openid, "nadia").status_code == 302
    nadia = Member.objects.get(email="nadia@brindel.example")
    assert (nadia.name, nadia.has_usable_password(), nadia.onboarded_at) == ("Nadia Benali", False, None)


def test_job_team_and_site_follow_the_account_but_not_over_the_directory(
    client: Client, openid: OpenIDProvider, set_up: Member
) -> None:
    make_job_family("ressources-humaines", name="Ressources humaines")
    lyon, team = make_site("lyon"), make_team("Recrutement", make_team("Direction"))
    set_provider(set_up, openid, job_family_claim="department", site_claim="office.city", team_claim="unit")
    said = {
        "department": "Ressources Humaines",
        "office": {"city": "Lyon"},
        "unit": "Direction / Recrutement",
        "email_verified": True,
    }
    thomas, known = make_member(), make_member(employee_number="42")
    openid.knows("thomas", email=thomas.email, **said)
    openid.knows("known", email=known.email, **said)
    enter(client, openid, "thomas")
    enter(Client(), openid, "known")
    thomas.refresh_from_db()
    known.refresh_from_db()
    assert (thomas.job_family.slug, thomas.site, thomas.team) == ("ressources-humaines", lyon, team)
    assert (known.job_family, known.site, known.team) == (None, None, None)
    openid.knows("thomas", email=thomas.email, email_verified=True, department="Inconnu au bataillon", office="Lyon", unit=7)
    assert enter(Client(), openid, "thomas").status_code == 302
    thomas.refresh_from_db()
    assert thomas.job_family.slug == "ressources-humaines"


def test_roles_follow_groups_and_those_given_by_hand_stay(client: Client, openid: OpenIDProvider, set_up: Member) -> None:
    lyon, claire = make_audience("lyon"), make_member()
    set_provider(
        set_up, openid, groups_claim="realm_access.roles",
        group_roles=[
            {"group": "essaim-animation", "role": "facilitator", "audience": None},
            {"group": "relais-lyon", "role": "champion", "audience": lyon.pk},
            {"group": "gone", "role": "champion", "audience": 999_999},
        ],
    )  # fmt: skip
    grant_role(actor=set_up, member=claire, role=Role.SPONSOR)
    groups = ["essaim-animation", "relais-lyon", "gone", "autre"]
    openid.knows("claire-g", email=claire.email, email_verified=True, realm_access={"roles": groups})
    enter(client, openid, "claire-g")
    grants = {(grant.role, grant.audience_id, grant.origin) for grant in claire.grants.all()}
    assert grants == {("sponsor", None, ""), ("facilitator", None, "company"), ("champion", lyon.pk, "company")}
    assert client.get("/people/audiences/").status_code == 200
    openid.knows("claire-g", email=claire.email, email_verified=True, realm_access={"roles": "relais-lyon"})
    enter(client, openid, "claire-g")
    assert load_member(claire.pk).role_names == {"sponsor"}
    assert AuditEntry.objects.filter(act="role-revoked", origin="company", subject_id=claire.pk).count() == 1


def test_signing_out_here_signs_out_there(client: Client, openid: OpenIDProvider, set_up: Member) -> None:
    claire = make_member()
    openid.knows("claire-o", email=claire.email, email_verified=True)
    enter(client, openid, "claire-o")
    page = client.post("/people/account/sign-out/").content.decode()
    address = page.split('http-equiv="refresh" content="0; url=')[1].split('"')[0].replace("&amp;", "&")
    assert address.startswith(openid.issuer)
    import requests

    ended = requests.get(address, timeout=10, allow_redirects=False)
    assert ended.status_code == 302, ended.text[:300]
    assert ended.headers["Location"].startswith(f"{settings.BASE_URL}{SIGN_IN}")
    assert client.get("/people/members/").status_code == 302


def test_a_code_serves_once_and_only_in_the_browser_that_asked(client: Client, openid: OpenIDProvider, set_up: Member) -> None:
    claire = make_member()
    openid.knows("claire-c", email=claire.email, email_verified=True)
    left = client.get(COMPANY)
    back = openid.sign_in(left["Location"], "claire-c")
    stranger = Client().get(back)
    assert stranger.status_code == 403
    assert "Recommencez" in stranger.content.decode()
    assert client.get(back).status_code == 302
    assert client.get(back).status_code == 403


def test_what_another_key_signed_is_refused(
    client: Client, openid: OpenIDProvider, set_up: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    from authlib.integrations.django_client import DjangoOAuth2App
    from joserfc.jwk import KeySet, RSAKey

    claire = make_member()
    openid.knows("claire-k", email=claire.email, email_verified=True)
    foreign = KeySet([RSAKey.generate_key(2048, auto_kid=True)]).as_dict()
    monkeypatch.setattr(DjangoOAuth2App, "fetch_jwk_set", lambda self, force=False: foreign)
    assert enter(client, openid, "claire-k").status_code == 502
    assert not CompanyAccount.objects.exists()


def test_a_closed_account_stays_closed(client: Client, openid: OpenIDProvider, set_up: Member) -> None:
    openid.knows("gone", email=make_member(is_active=False).email, email_verified=True)
    response = enter(client, openid, "gone")
    assert response.status_code == 403
    assert "Ce compte est fermé" in response.content.decode()


def test_a_provider_that_does_not_answer_leaves_the_other_ways(client: Client, openid: OpenIDProvider, set_up: Member) -> None:
    SignInSettings.objects.update(issuer="http://127.0.0.1:9")
    response = client.get(COMPANY)
    assert response.status_code == 502
    assert SIGN_IN in response.content.decode()
    assert client.get(SIGN_IN).status_code == 200


def test_the_environment_goes_before_the_page(client: Client, openid: OpenIDProvider, settings, db: None) -> None:
    settings.COMPANY_PROVIDER = {
        "issuer": openid.issuer, "client_id": openid.client_id, "client_secret": openid.client_secret, "name": "Brindel"
    }  # fmt: skip
    claire = make_member()
    openid.knows("claire-e", email=claire.email, email_verified=True)
    assert "Se connecter avec Brindel" in client.get(SIGN_IN).content.decode()
    assert enter(client, openid, "claire-e").status_code == 302
