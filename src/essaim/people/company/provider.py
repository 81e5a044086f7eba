"""The conversation with the provider: out to it and back, with PKCE, a nonce and a signed identity (Authlib)."""

import dataclasses
import logging
import time
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import DjangoIntegration, DjangoOAuth2App
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from joserfc.errors import JoseError

from essaim.kernel.errors import Refused
from essaim.kernel.sealing import Unreadable, unseal
from essaim.organisation.models import Organisation
from essaim.people.mails import absolute_reverse
from essaim.people.models import SignInSettings
from essaim.people.models.sign_in import SEALED_FOR

log = logging.getLogger(__name__)
# Seconds that the provider has to answer, and for which what it says of itself is kept.
TIMEOUT = 8
_KEPT = 600
# Signatures that only the provider can make. Its own list may name others, such as "none".
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclasses.dataclass(frozen=True)
class Provider:
    """Who keeps the company's accounts.

    Parameters:
        name: whose accounts they are, for the button.
        issuer: the provider's address, to which the discovery document belongs.
        client_id, client_secret: what the provider knows this site by.
        scopes: what is asked for, with spaces between.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str
    scopes: str


@dataclasses.dataclass(frozen=True)
class Arrival:
    """Somebody as the provider sends them: ``claims`` of the signed token and of the userinfo together."""

    issuer: str
    subject: str
    claims: dict[str, Any]
    id_token: str


def current_provider(kept: SignInSettings | None = None) -> Provider | None:
    """The provider of the environment, else of the settings page; None where there is none."""
    given: dict[str, str] = settings.COMPANY_PROVIDER
    kept = kept or SignInSettings.current()
    issuer = (given.get("issuer") or kept.issuer).rstrip("/")
    if not issuer:
        return None
    secret = given.get("client_secret", "")
    if not given.get("issuer") and kept.sealed_secret:
        try:
            secret = unseal(kept.sealed_secret, purpose=SEALED_FOR)
        except Unreadable:
            log.error("the client secret cannot be read: ESSAIM_SECRET_KEY changed; enter it anew on the sign-in settings page")
    return Provider(
        name=given.get("name") or kept.company_name or Organisation.current().name,
        issuer=issuer,
        client_id=given.get("client_id") or kept.client_id,
        client_secret=secret,
        scopes=given.get("scopes") or kept.scopes,
    )


_known: dict[Provider, tuple[float, Any]] = {}


def _client(provider: Provider) -> Any:
    """Authlib's client, with the provider's discovery document. Raises Refused where that is not the issuer's own."""
    made, client = _known.get(provider, (0.0, None))
    if time.monotonic() - made < _KEPT and client:
        return client
    client = DjangoOAuth2App(
        DjangoIntegration("company"),
        name="company",
        client_id=provider.client_id,
        client_secret=provider.client_secret or None,
        server_metadata_url=provider.issuer + WELL_KNOWN,
        client_kwargs={"scope": provider.scopes, "code_challenge_method": "S256", "default_timeout": TIMEOUT},
    )
    said = client.load_server_metadata()
    if str(said.get("issuer", "")).rstrip("/") != provider.issuer:
        raise Refused(_("Le fournisseur se présente sous une autre adresse que celle qui est réglée."), code="other-issuer")
    offered = said.get("id_token_signing_alg_values_supported") or ["RS256"]
    said["id_token_signing_alg_values_supported"] = [name for name in offered if name in SIGNATURES]
    if not provider.client_secret:
        said["token_endpoint_auth_method"] = "none"
    _known.clear()
    _known[provider] = (time.monotonic(), client)
    return client


_TROUBLE = (requests.RequestException, AuthlibBaseError, JoseError, RuntimeError, ValueError, KeyError, TypeError)


def _refusal(trouble: Exception) -> Refused:
    if isinstance(trouble, requests.RequestException):
        return Refused(
            _("Le service des comptes ne répond pas. Réessayez dans un instant, ou entrez autrement."), code="no-answer"
        )
    match getattr(trouble, "error", ""):
        case "mismatching_state":
            return Refused(
                _("Cette entrée a pris trop de temps, ou a commencé dans un autre onglet. Recommencez."), code="stale"
            )
        case "access_denied":
            return Refused(_("Vous avez renoncé, ou votre compte n'a pas accès à Essaim."), code="denied")
    return Refused(
        _("Le service des comptes a répondu ce qu'il ne devait pas. Réessayez, puis prévenez qui administre."),
        code="bad-answer",
    )


def begin(request: HttpRequest, provider: Provider, *, again: bool = False) -> HttpResponse:
    """Sends the browser to the provider; ``again`` asks it for a fresh proof. Raises Refused when it does not answer."""
    try:
        more = {"prompt": "login"} if again else {}
        response: HttpResponse = _client(provider).authorize_redirect(request, absolute_reverse("account_company_back"), **more)
    except _TROUBLE as trouble:
        log.warning("the provider %s: %r", provider.issuer, trouble)
        raise _refusal(trouble) from trouble
    return response


def finish(request: HttpRequest, provider: Provider) -> Arrival:
    """Who comes back from the provider. Raises Refused for every answer that is not a whole and fresh one of its own."""
    try:
        client = _client(provider)
        token = client.authorize_access_token(request)
        claims = dict(token["userinfo"])
        subject = str(claims["sub"])
        if client.server_metadata.get("userinfo_endpoint"):
            more = dict(client.userinfo(token=token))
            if str(more.get("sub")) != subject:
                raise ValueError("the userinfo is about somebody else")
            claims |= more
    except _TROUBLE as trouble:
        log.warning("the provider %s: %r", provider.issuer, trouble)
        raise _refusal(trouble) from trouble
    return Arrival(provider.issuer, subject, claims, str(token["id_token"]))


def sign_out_address(provider: Provider, id_token: str) -> str:
    """Where the browser ends its session with the provider too; empty where that has no such page, or does not answer."""
    try:
        made = _client(provider).create_logout_url(
            post_logout_redirect_uri=absolute_reverse("account_login"), id_token_hint=id_token, client_id=provider.client_id
        )
    except (*_TROUBLE, Refused):
        return ""
    return str(made["url"])
