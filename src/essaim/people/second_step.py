"""What is asked after a password, a link or a company account: a code or a passkey (allauth.mfa keeps both)."""

import dataclasses
from datetime import datetime
from typing import Any

from allauth.account.stages import LoginStage
from allauth.mfa.models import Authenticator
from django.shortcuts import redirect

from .models import Member
from .session import is_second_step_done

Type = Authenticator.Type


@dataclasses.dataclass(frozen=True)
class Passkey:
    """A passkey as its owner reads it."""

    id: int
    name: str
    created_at: datetime
    last_used_at: datetime | None


@dataclasses.dataclass(frozen=True)
class Means:
    """What a member can do a second step with.

    Parameters:
        passkeys: theirs, oldest first.
        authenticator: since when an app gives them codes; None if none does.
        recovery_codes: how many they have left.
    """

    passkeys: list[Passkey]
    authenticator: datetime | None
    recovery_codes: int

    def __bool__(self) -> bool:
        return bool(self.passkeys or self.authenticator)


class AskSecondStep(LoginStage):
    """Stands between the first step and the session, for who has an app that gives codes."""

    key = "essaim_second_step"
    urlname = "account_second_step"

    def handle(self) -> tuple[Any, bool]:
        done = is_second_step_done(self.request)
        if done or not Authenticator.objects.filter(user_id=self.login.user.pk, type=Type.TOTP).exists():
            return None, True
        return redirect("account_second_step"), True


def has_one(member: Member) -> bool:
    return Authenticator.objects.filter(user_id=member.pk, type__in=[Type.TOTP, Type.WEBAUTHN]).exists()


def means_of(member: Member) -> Means:
    """One query."""
    passkeys, authenticator, codes = [], None, 0
    for one in Authenticator.objects.filter(user_id=member.pk).order_by("pk"):
        if one.type == Type.WEBAUTHN:
            passkeys.append(Passkey(one.pk, one.wrap().name, one.created_at, one.last_used_at))
        elif one.type == Type.TOTP:
            authenticator = one.created_at
        else:
            codes = len(one.wrap().get_unused_codes())
    return Means(passkeys, authenticator, codes)


def recovery_codes(member: Member) -> list[str]:
    """The codes that are left, each of which stands once for the app."""
    kept = Authenticator.objects.filter(user_id=member.pk, type=Type.RECOVERY_CODES).first()
    return kept.wrap().get_unused_codes() if kept else []
