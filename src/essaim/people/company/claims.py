"""What a provider says of somebody, in our words."""

from typing import Any

from essaim.people.models import SignInSettings

NO_NAME = "—"


def claim(claims: dict[str, Any], path: str) -> Any:
    """The value under ``path``, whole ("https://x.example/roles") or with dots for what is inside ("realm_access.roles")."""
    if not path:
        return None
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    return found


def words(claims: dict[str, Any], path: str) -> list[str]:
    """The same as a list of texts: providers send one group as a text, several as a list."""
    value = claim(claims, path)
    values = value if isinstance(value, list) else [value]
    return [one.strip() for one in values if isinstance(one, str) and one.strip()]


def verified_email(claims: dict[str, Any], settings: SignInSettings) -> str:
    """The address that the provider vouches for, in lower case; empty when it does not.

    ``email_verified`` says so, or Microsoft's ``xms_edov``, or the settings, which trust it for some domains.
    """
    email = claims.get("email")
    if not isinstance(email, str) or email.count("@") != 1:
        return ""
    email = email.strip().lower()
    said = any(claims.get(name) in (True, 1, "true", "True", "1") for name in ("email_verified", "xms_edov"))
    denied = claims.get("email_verified") in (False, 0, "false", "False", "0")
    trusted = email.rpartition("@")[2] in {domain.lower().lstrip("@") for domain in settings.trusted_domains}
    return email if said or (trusted and not denied) else ""


def names(claims: dict[str, Any]) -> tuple[str, str]:
    """First and last name; the whole name cut at its first space where the provider gives no other."""
    first, last = (str(claims.get(name) or "").strip()[:120] for name in ("given_name", "family_name"))
    if not (first and last):
        whole = str(claims.get("name") or claims.get("preferred_username") or claims.get("email") or "").strip()
        first, _space, last = whole.partition(" ")
    return first[:120] or NO_NAME, last.strip()[:120] or NO_NAME
