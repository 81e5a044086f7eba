"""How people come in is set, by administrators, and each time the audit log says what changed."""

import copy
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.kernel.sealing import seal
from essaim.people.company import current_provider
from essaim.people.models import Act, CompanyAccount, Member, Role, SignInSettings
from essaim.people.models.sign_in import SEALED_FOR

from .audit import write_audit
from .company_roles import take_unfounded_roles


@transaction.atomic
def change_sign_in_settings(*, actor: Member, client_secret: str = "", **values: Any) -> list[str]:
    """Sets fields of SignInSettings; an empty ``client_secret`` keeps the present one. Returns what changed.

    Roles that came from groups of the company's accounts go where they no longer follow from what is set.

    Raises Refused for an actor who does not administrate, and when nobody could come in any more.
    """
    if not actor.is_administrator:
        raise Refused(_("Seule une personne qui administre règle la connexion."), code="not-administrator")
    SignInSettings.objects.get_or_create(pk=1)
    kept = SignInSettings.objects.select_for_update().get(pk=1)
    before = copy.copy(kept)
    changed = {name: value for name, value in values.items() if getattr(kept, name) != value}
    if "issuer" in changed and kept.sealed_secret and not client_secret:
        # A secret is for the provider that gave it, and is not sent to another.
        kept.sealed_secret = ""
        changed["sealed_secret"] = ""
    if client_secret:
        kept.sealed_secret = seal(client_secret, purpose=SEALED_FOR)
        changed["sealed_secret"] = ""
    if not changed:
        return []
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save()
    write_audit(actor=actor, act=Act.SIGN_IN_CHANGED, changed=changed)
    take_unfounded_roles(actor=actor, before=before, after=kept)
    _refuse_shut(kept)
    return sorted(changed)


def _refuse_shut(kept: SignInSettings) -> None:
    """Nobody may be left outside: the company's account must have worked for who administrates before it is the only way."""
    if kept.passwords or kept.links:
        return
    provider = current_provider(kept)
    if provider is None:
        raise Refused(
            _("Sans compte de l'organisation, il faut garder le mot de passe ou le lien par e-mail."), code="no-way-in"
        )
    entered = CompanyAccount.objects.filter(
        issuer=provider.issuer, member__is_active=True, member__grants__role=Role.ADMINISTRATOR, member__grants__audience=None
    )
    if not entered.exists():
        raise Refused(
            _("Avant de fermer les autres chemins, une personne qui administre doit être entrée une fois avec le compte de l'organisation."),
            code="not-tried",
        )  # fmt: skip


def is_set_by_environment() -> bool:
    return bool(settings.COMPANY_PROVIDER.get("issuer"))
