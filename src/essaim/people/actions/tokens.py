"""Tokens are handed out and taken back."""

import uuid
from collections.abc import Collection
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import digest, new_secret
from essaim.people.events import TokenCreated, TokenRevoked
from essaim.people.models import Member, Scope, Token
from essaim.people.tokens import scopes_for

# What a secret begins with, so that tools that look for forgotten secrets recognise one.
PREFIX = "essaim_"
LONGEST = timedelta(days=366)
MOST = 20


@transaction.atomic
def create_token(
    *,
    actor: Member | None,
    member: Member,
    name: str,
    scopes: Collection[str],
    lifetime: timedelta,
    key: uuid.UUID,
    second_step: bool = False,
) -> tuple[Token, str]:
    """Makes a token for ``member`` and returns it with its secret, which is not kept and cannot be had again.

    ``actor`` is None on the command line. ``second_step``: whether the session in which it is made had one; without, roles that
    need one sleep in it. The same ``key`` again makes nothing and returns an empty secret. Raises Refused for a closed account,
    a scope that the member's roles do not allow, a lifetime out of bounds, or too many tokens.
    """
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    if before := Token.objects.filter(key=key, member=member).first():
        return before, ""
    _refuse(member, scopes, lifetime)
    secret, now = PREFIX + new_secret(), clock.now()
    token = Token.objects.create(
        key=key, member=member, name=name, digest=digest(secret), hint=secret[: len(PREFIX) + 5],
        scopes=[scope.value for scope in Scope if scope in scopes], created_at=now, expires_at=now + lifetime,
        second_step=second_step,
    )  # fmt: skip
    journal.record(
        TokenCreated(actor_id=actor.pk if actor else None, subject_id=token.pk, member_id=member.pk, scopes=token.scopes)
    )
    return token, secret


def _refuse(member: Member, scopes: Collection[str], lifetime: timedelta) -> None:
    if not member.is_active:
        raise Refused(_("Le compte de cette personne est fermé."), code="account-closed")
    if member.asleep:
        # It would not have these roles, and nobody would know why.
        raise Refused(_("Faites d'abord la deuxième étape : un jeton aurait tous vos rôles."), code="asleep")
    if not scopes or not set(scopes) <= set(Scope.values):
        known = ", ".join(Scope.values)
        raise Refused(_("Dites ce que le jeton permet, parmi : %(known)s.") % {"known": known}, code="scope-unknown")
    if refused := sorted(set(scopes) - set(scopes_for(member))):
        raise Refused(
            _("Il faut un autre rôle pour permettre ceci : %(scopes)s.") % {"scopes": ", ".join(refused)}, code="scope-refused"
        )
    if not timedelta() < lifetime <= LONGEST:
        raise Refused(_("Un jeton vaut d'un jour à un an."), code="out-of-bounds")
    standing = Token.objects.filter(member=member, revoked_at=None, expires_at__gt=clock.now())
    if standing.count() >= MOST:
        raise Refused(_("Vingt jetons sont en usage : retirez-en un d'abord."), code="too-many")


@transaction.atomic
def revoke_token(*, actor: Member | None, token: Token) -> bool:
    """Ends a token at once. Returns False where it was revoked before."""
    if not Token.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        return False
    journal.record(TokenRevoked(actor_id=actor.pk if actor else None, subject_id=token.pk, member_id=token.member_id))
    return True
