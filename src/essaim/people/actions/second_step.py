"""Passkeys, one-time codes and recovery codes: added, used, taken away."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel.errors import Refused
from essaim.people.events import MemberChanged
from essaim.people.models import Act, Member

from .audit import write_audit
from .sessions import end_other_sessions

MOST_PASSKEYS = 20
Type = Authenticator.Type


@transaction.atomic
def add_passkey(*, actor: Member, name: str, credential: dict[str, Any]) -> None:
    """Keeps a passkey that the actor's device has just made; the challenge was checked. Raises Refused for too many."""
    _lock(actor)
    if Authenticator.objects.filter(user=actor, type=Type.WEBAUTHN).count() >= MOST_PASSKEYS:
        raise Refused(_("Vous avez déjà beaucoup de clés : retirez-en une d'abord."), code="too-many")
    WebAuthn.add(actor, name.strip()[:80], credential)
    RecoveryCodes.activate(actor)
    _tell(actor, "passkeys")


@transaction.atomic
def rename_passkey(*, actor: Member, id: int, name: str) -> None:
    """Raises DoesNotExist for a passkey that is not the actor's."""
    found = Authenticator.objects.select_for_update().get(pk=id, user=actor, type=Type.WEBAUTHN)
    found.data["name"] = name.strip()[:80]
    found.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(*, actor: Member, id: int) -> None:
    """Raises DoesNotExist for a passkey that is not the actor's."""
    Authenticator.objects.get(pk=id, user=actor, type=Type.WEBAUTHN).delete()
    _drop_idle_codes(actor)
    _tell(actor, "passkeys")


@transaction.atomic
def turn_authenticator_on(*, actor: Member, secret: str) -> None:
    """Keeps the secret of the actor's app, which gave a right code for it; and makes recovery codes, if there are none."""
    _lock(actor)
    Authenticator.objects.filter(user=actor, type=Type.TOTP).delete()
    TOTP.activate(actor, secret)
    RecoveryCodes.activate(actor)
    _tell(actor, "second-step")


@transaction.atomic
def turn_authenticator_off(*, actor: Member) -> None:
    Authenticator.objects.filter(user=actor, type=Type.TOTP).delete()
    _drop_idle_codes(actor)
    _tell(actor, "second-step")


@transaction.atomic
def renew_recovery_codes(*, actor: Member) -> None:
    """Other codes instead of the present ones, which are worth nothing any more."""
    _lock(actor)
    Authenticator.objects.filter(user=actor, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(actor)


@transaction.atomic
def reset_second_step(*, actor: Member | None, member: Member) -> None:
    """Takes all of it away from who lost it, and signs their browsers out. ``actor`` is None on the command line.

    Raises Refused for an actor who does not administrate.
    """
    if actor is not None and not actor.is_administrator:
        raise Refused(_("Seule une personne qui administre remet à zéro une deuxième étape."), code="not-administrator")
    Authenticator.objects.filter(user=member).delete()
    end_other_sessions(actor=member, keep=None)
    write_audit(actor=actor, act=Act.SECOND_STEP_RESET, subject=member)


def _lock(actor: Member) -> None:
    # Two forms sent at once do not both add.
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=actor.pk)


def _drop_idle_codes(actor: Member) -> None:
    if not Authenticator.objects.filter(user=actor).exclude(type=Type.RECOVERY_CODES).exists():
        Authenticator.objects.filter(user=actor).delete()


def _tell(actor: Member, changed: str) -> None:
    """They are told at once, at any hour (essaim.notifications.consumers)."""
    journal.record(MemberChanged(actor_id=actor.pk, subject_id=actor.pk, changed=[changed]))
