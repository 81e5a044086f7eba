"""A line of the audit log as a sentence."""

from typing import Any

from django.utils.translation import gettext as _

from .models import Act, AuditEntry, Role


def _actor(entry: AuditEntry) -> str:
    match entry.origin:
        case "command-line":
            return _("La ligne de commande")
        case "company":
            return _("Le compte de l'organisation")
        case _origin:
            return entry.actor_name or _("Une personne dont le nom n'est plus gardé")


def role_words(role: str, audience: str = "") -> str:
    """``ambassadeur, ambassadrice (Service client)``."""
    label = str(Role(role).label) if role in Role.values else role
    return f"{label} ({audience})" if audience else label


def sentence(entry: AuditEntry) -> str:
    """Who did what to whom, in the reader's language."""
    said: dict[str, Any] = entry.details
    words = {
        "actor": _actor(entry),
        "subject": entry.subject_name or _("une personne dont le nom n'est plus gardé"),
        "role": role_words(said.get("role", ""), said.get("audience", "")),
        "what": _changes(said.get("changed", {})),
    }
    match entry.act:
        case Act.ROLE_GRANTED:
            return _("%(actor)s a donné un rôle à %(subject)s : %(role)s.") % words
        case Act.ROLE_REVOKED:
            return _("%(actor)s a retiré un rôle à %(subject)s : %(role)s.") % words
        case Act.SIGN_IN_CHANGED:
            return _("%(actor)s a réglé la connexion : %(what)s.") % words
        case Act.SECOND_STEP_RESET:
            return _("%(actor)s a remis à zéro la deuxième étape de %(subject)s.") % words
        case Act.CODE_GIVEN:
            return _("%(actor)s a donné un code d'entrée à %(subject)s.") % words
        case Act.COMPANY_LINKED:
            return _("%(actor)s est relié à %(subject)s.") % words
        case _:
            return _("%(actor)s a déconnecté tous les navigateurs de %(subject)s.") % words


def _changes(changed: dict[str, Any]) -> str:
    return ", ".join(f"{name} = {value}" for name, value in changed.items())
