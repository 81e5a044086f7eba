"""A line of the audit log as a sentence."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .models import Act, AuditEntry, Role


def _actor(entry: AuditEntry) -> str:
    match entry.origin:
        case "command-line":
            return _("La ligne de commande")
        case "set-up":
            return _("La page de mise en route")
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
        case Act.ADDRESS_CHANGED:
            return _("%(actor)s a changé l'adresse de %(subject)s.") % words
        case Act.ACCOUNT_REOPENED:
            return _("%(actor)s a rouvert le compte de %(subject)s, qui a un rôle.") % words
        case Act.COMPANY_LINKED:
            return _("%(actor)s est relié à %(subject)s.") % words
        case Act.COMPANY_UNLINKED:
            return _("%(actor)s a délié le compte de l'organisation de %(subject)s.") % words
    return str(entry.get_act_display())


# The fields of the sign-in settings, as the page calls them.
SETTINGS = {
    "company_name": _lazy("nom du compte"),
    "issuer": _lazy("fournisseur"),
    "client_id": _lazy("identifiant du client"),
    "sealed_secret": _lazy("secret du client"),
    "scopes": _lazy("portées"),
    "job_family_claim": _lazy("attribut du métier"),
    "team_claim": _lazy("attribut de l'équipe"),
    "site_claim": _lazy("attribut du site"),
    "groups_claim": _lazy("attribut des groupes"),
    "group_roles": _lazy("rôles des groupes"),
    "just_in_time": _lazy("comptes créés à l'arrivée"),
    "trusted_domains": _lazy("domaines garantis"),
    "passwords": _lazy("mots de passe"),
    "links": _lazy("liens par e-mail"),
    "second_step_roles": _lazy("deuxième étape exigée"),
    "company_second_step": _lazy("deuxième étape du fournisseur"),
}


def _changes(changed: dict[str, Any]) -> str:
    return ", ".join(_change(name, value) for name, value in changed.items())


def _change(name: str, value: Any) -> str:
    label = str(SETTINGS.get(name, name))
    match value:
        case True:
            return _("%(label)s : oui") % {"label": label}
        case False:
            return _("%(label)s : non") % {"label": label}
        case [{"group": _group}, *_rest]:
            rows = "; ".join(f"{row['group']} → {row['role']}" for row in value)
            return f"{label} ({rows})"
        case [*values]:
            return f"{label} ({', '.join(map(str, values)) or '—'})"
        case "":
            return label
    return f"{label} ({value})"
