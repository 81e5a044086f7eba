"""What is wrong with a provider's settings, in plain words, before anybody tries to come in by them."""

import dataclasses
from typing import Any
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext as _

from essaim.people.mails import absolute_reverse

from .provider import SIGNATURES, TIMEOUT, WELL_KNOWN, Provider

_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that was looked at: ``level`` is ``good``, ``caution`` or ``wrong``, ``text`` says what to do."""

    level: str
    text: str


def examine(provider: Provider) -> list[Finding]:
    """Reads the provider's discovery document, its keys, and whether it knows the client. Writes nothing."""
    parts = urlsplit(provider.issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return [_wrong(_("L'adresse du fournisseur doit commencer par https://."))]
    try:
        said = _read(provider.issuer + WELL_KNOWN)
    except Trouble as trouble:
        return [_wrong(str(trouble))]
    return [*_document(provider, said), *_keys(said), *_knows_client(provider, said)]


class Trouble(Exception):
    """Why a document could not be read, in words for the person."""


def _read(address: str) -> dict[str, Any]:
    host = urlsplit(address).hostname
    try:
        answer = requests.get(address, timeout=TIMEOUT, headers={"Accept": "application/json"})
    except requests.exceptions.SSLError as error:
        raise Trouble(
            _("Le certificat de %(host)s n'est pas reconnu par ce serveur : ajoutez l'autorité de l'entreprise au système.")
            % {"host": host}
        ) from error
    except requests.Timeout as error:
        raise Trouble(_("%(host)s ne répond pas en %(n)d secondes.") % {"host": host, "n": TIMEOUT}) from error
    except requests.RequestException as error:
        raise Trouble(
            _("%(host)s n'est pas joignable d'ici : vérifiez l'adresse, le nom dans le DNS, et le pare-feu.") % {"host": host}
        ) from error
    if answer.status_code == 404:
        raise Trouble(
            _("Il n'y a pas de document de découverte à %(address)s. L'adresse du fournisseur a peut-être une suite, comme /realms/nom ou /v2.0.")
            % {"address": address}
        )  # fmt: skip
    if answer.status_code != 200:
        raise Trouble(_("%(address)s répond %(n)d au lieu de 200.") % {"address": address, "n": answer.status_code})
    try:
        said = answer.json()
    except ValueError as error:
        raise Trouble(
            _("%(address)s ne contient pas du JSON : est-ce bien un fournisseur OpenID Connect ?") % {"address": address}
        ) from error
    if not isinstance(said, dict):
        raise Trouble(_("%(address)s ne contient pas ce qui est attendu.") % {"address": address})
    return said


def _document(provider: Provider, said: dict[str, Any]) -> list[Finding]:
    found = []
    if (issuer := str(said.get("issuer", ""))).rstrip("/") != provider.issuer:
        found.append(
            _wrong(_("Le fournisseur se nomme %(issuer)s : écrivez cette adresse-là, exactement.") % {"issuer": issuer or "?"})
        )
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not said.get(name):
            found.append(_wrong(_("Il manque %(name)s au document de découverte.") % {"name": name}))
    if not set(said.get("id_token_signing_alg_values_supported") or ["RS256"]) & set(SIGNATURES):
        found.append(_wrong(_("Le fournisseur ne signe pas les identités par une clé publique (RS256, ES256…).")))
    methods = said.get("code_challenge_methods_supported")
    if methods is not None and "S256" not in methods:
        found.append(_caution(_("Le fournisseur ne dit pas connaître PKCE (S256) : il sera envoyé, il peut être ignoré.")))
    known = said.get("scopes_supported")
    if known and (absent := [scope for scope in provider.scopes.split() if scope not in known]):
        found.append(_caution(_("Le fournisseur n'annonce pas : %(scopes)s.") % {"scopes": ", ".join(absent)}))
    if "openid" not in provider.scopes.split():
        found.append(_wrong(_("Il faut demander « openid » parmi les portées.")))
    if not said.get("end_session_endpoint"):
        found.append(_caution(_("Se déconnecter ici ne déconnectera pas du fournisseur : il n'a pas de page pour cela.")))
    return found or [Finding("good", _("Le document de découverte est complet."))]


def _keys(said: dict[str, Any]) -> list[Finding]:
    if not said.get("jwks_uri"):
        return []
    try:
        keys = _read(str(said["jwks_uri"])).get("keys")
    except Trouble as trouble:
        return [_wrong(str(trouble))]
    return (
        [Finding("good", _("Ses clés de signature se lisent."))]
        if keys
        else [_wrong(_("Le fournisseur ne publie aucune clé."))]
    )


def _knows_client(provider: Provider, said: dict[str, Any]) -> list[Finding]:
    """A code that is no code: a provider that knows the client complains of the code, another one of the client."""
    if not (said.get("token_endpoint") and provider.client_id):
        return [_wrong(_("Donnez l'identifiant du client, que le fournisseur a attribué à Essaim."))]
    body = {
        "grant_type": "authorization_code",
        "code": "essaim-check",
        "redirect_uri": absolute_reverse("account_company_back"),
    }
    posted = "client_secret_post" in (said.get("token_endpoint_auth_methods_supported") or [])
    login = (provider.client_id, provider.client_secret)
    if posted or not provider.client_secret:
        body |= {"client_id": login[0]} | ({"client_secret": login[1]} if login[1] else {})
    try:
        answer = requests.post(
            str(said["token_endpoint"]), data=body, auth=None if "client_id" in body else login, timeout=TIMEOUT
        )
        error = answer.json().get("error")
    except (requests.RequestException, ValueError, AttributeError):
        return [_caution(_("L'identifiant et le secret n'ont pas pu être vérifiés : ils le seront à la première connexion."))]
    if error in ("invalid_client", "unauthorized_client"):
        return [_wrong(_("Le fournisseur ne reconnaît pas l'identifiant ou le secret du client."))]
    return [Finding("good", _("Le fournisseur reconnaît l'identifiant et le secret."))]


def _wrong(text: str) -> Finding:
    return Finding("wrong", text)


def _caution(text: str) -> Finding:
    return Finding("caution", text)
