"""The page on which administrators set how people come in."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings
from tests.openid.provider import OpenIDProvider, provider

from essaim.kernel.errors import Refused
from essaim.kernel.sealing import Unreadable, seal, unseal
from essaim.people.actions.sign_in_settings import change_sign_in_settings
from essaim.people.company import current_provider
from essaim.people.models import AuditEntry, CompanyAccount, Member, SignInSettings

from .factories import make_audience, make_member
from .mailbox import deliver

pytestmark = pytest.mark.django_db
PAGE = "/people/sign-in-settings/"
FORMSET = {"groups-TOTAL_FORMS": "2", "groups-INITIAL_FORMS": "0"}
OPEN = {"passwords": "on", "links": "on"}


@pytest.fixture(scope="module")
def openid() -> Iterator[OpenIDProvider]:
    with provider(settings.BASE_URL) as made:
        yield made


@pytest.fixture
def yann(client: Client, db: None) -> Member:
    yann = make_member("administrator")
    client.force_login(yann)
    return yann


def _post(client: Client, **values: str):
    return client.post(PAGE, {**FORMSET, **OPEN, "scopes": "profile email", **values})


def test_what_is_sealed_is_read_with_the_same_key_and_no_other() -> None:
    sealed = seal("un secret", purpose="a")
    assert "secret" not in sealed
    assert unseal(sealed, purpose="a") == "un secret"
    with pytest.raises(Unreadable):
        unseal(sealed, purpose="b")
    with override_settings(SECRET_KEY="another" * 9), pytest.raises(Unreadable):
        unseal(sealed, purpose="a")
    with override_settings(SECRET_KEY="another" * 9, SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert unseal(sealed, purpose="a") == "un secret"


def test_settings_are_kept_the_secret_is_sealed_and_the_log_says_what_changed(client: Client, yann: Member) -> None:
    lyon = make_audience("lyon")
    saved = _post(
        client, issuer="https://id.brindel.example/realms/b/.well-known/openid-configuration", client_id="essaim",
        client_secret="très secret", trusted_domains="@Brindel.example, autre.example", groups_claim="groups",
        **{"groups-0-group": "relais", "groups-0-role": "champion", "groups-0-audience": str(lyon.pk)},
    )  # fmt: skip
    assert saved.status_code == 302, saved.content.decode()
    kept = SignInSettings.current()
    assert (kept.issuer, kept.scopes) == ("https://id.brindel.example/realms/b", "openid profile email")
    assert kept.trusted_domains == ["brindel.example", "autre.example"]
    assert kept.group_roles == [{"group": "relais", "role": "champion", "audience": lyon.pk}]
    assert "secret" not in kept.sealed_secret
    assert current_provider().client_secret == "très secret"
    page = client.get(PAGE).content.decode()
    assert "très secret" not in page
    assert kept.sealed_secret not in page
    line = AuditEntry.objects.get(act="sign-in-changed")
    assert line.details["changed"]["sealed_secret"] == ""
    assert "très secret" not in str(line.details)
    assert "a réglé la connexion" in client.get("/people/audit/").content.decode()
    # The same again changes nothing, and an empty secret keeps the present one.
    fields = {
        "issuer": kept.issuer,
        "client_id": "essaim",
        "trusted_domains": "brindel.example autre.example",
        "groups_claim": "groups",
    }
    row = {"groups-0-group": "relais", "groups-0-role": "champion", "groups-0-audience": str(lyon.pk)}
    _post(client, **fields, **row)
    assert AuditEntry.objects.filter(act="sign-in-changed").count() == 1
    assert current_provider().client_secret == "très secret"
    # A secret is not sent to another provider than the one that gave it.
    _post(client, **fields | {"issuer": "https://ailleurs.example"}, **row)
    assert current_provider().client_secret == ""


def test_nobody_is_left_outside(client: Client, yann: Member) -> None:
    closed = client.post(PAGE, {**FORMSET, "scopes": "profile"})
    assert closed.status_code == 422
    assert "il faut garder le mot de passe ou le lien" in closed.content.decode()
    values = {"issuer": "https://id.brindel.example", "client_id": "essaim", "passwords": False, "links": False}
    with pytest.raises(Refused) as refused:
        change_sign_in_settings(actor=yann, **values)
    assert refused.value.code == "not-tried"
    CompanyAccount.objects.create(member=yann, issuer="https://id.brindel.example", subject="1")
    change_sign_in_settings(actor=yann, **values)
    visitor = Client()
    page = visitor.get("/people/account/sign-in/").content.decode()
    assert "Se connecter avec" in page
    assert 'type="password"' not in page
    member = make_member(password="des abeilles au jardin")
    refused_password = visitor.post("/people/account/sign-in/", {"email": member.email, "password": "des abeilles au jardin"})
    assert refused_password.status_code == 422
    assert visitor.post("/people/account/links/", {"email": member.email}).status_code == 422
    assert deliver() == []


def test_only_administrators_set_it(yann: Member) -> None:
    with pytest.raises(Refused):
        change_sign_in_settings(actor=make_member("facilitator"), passwords=False)


@pytest.mark.parametrize("issuer", ["brindel", "https://id.example?x=1", "ftp://id.example"])
def test_what_is_no_address_is_said_and_kept(client: Client, yann: Member, issuer: str) -> None:
    response = _post(client, issuer=issuer, client_id="essaim")
    assert response.status_code == 422
    assert "adresse entière" in response.content.decode()
    assert f'value="{issuer}"' in response.content.decode()
    assert not SignInSettings.objects.exists()


def _try(client: Client, openid: OpenIDProvider, **values: str) -> str:
    given = {"issuer": openid.issuer, "client_id": openid.client_id, "client_secret": openid.client_secret}
    response = _post(client, act="try", **given | values)
    assert response.status_code == 200
    assert not SignInSettings.objects.exists(), "trying keeps nothing"
    return response.content.decode()


def test_the_check_says_what_is_right_and_wrong(client: Client, yann: Member, openid: OpenIDProvider) -> None:
    good = _try(client, openid)
    assert "Le document de découverte est complet" in good
    assert "reconnaît l’identifiant et le secret" in good
    assert "À corriger" not in good
    assert "ne reconnaît pas l’identifiant ou le secret" in _try(client, openid, client_secret="un autre")
    assert "pas de document de découverte" in _try(client, openid, issuer=openid.issuer + "/nulle-part")
    assert "n’est pas joignable" in _try(client, openid, issuer="http://127.0.0.1:9")
    assert "doit commencer par https://" in _try(client, openid, issuer="http://id.brindel.example")
    assert "écrivez cette adresse-là" in _try(client, openid, issuer=openid.issuer.replace("127.0.0.1", "localhost"))
    assert "Donnez l’identifiant" in _post(client, act="try", issuer=openid.issuer).content.decode()


def test_the_page_costs_little(client: Client, yann: Member, django_assert_num_queries) -> None:
    # Session and member, the settings, the organisation's audiences for the two empty rows.
    with django_assert_num_queries(4):
        client.get(PAGE)
