"""The first minutes of an instance: a link that the server prints, and the first administrator who comes by it."""

import dataclasses
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import digest, new_secret
from essaim.kernel.language import reading
from essaim.organisation.actions.settings import change_settings
from essaim.organisation.models import Organisation
from essaim.people.events import MemberArrived
from essaim.people.models import Member, Role, RoleGrant, SetUpLink

from .audiences import refresh_member
from .roles import grant_role

LIFETIME = timedelta(days=1)


@dataclasses.dataclass(frozen=True)
class FirstAdministrator:
    """Who sets the instance up. Without a password they come by mailed links."""

    first_name: str
    last_name: str
    email: str
    password: str | None


def somebody_administrates() -> bool:
    return RoleGrant.objects.filter(role=Role.ADMINISTRATOR, member__is_active=True).exists()


@transaction.atomic
def make_set_up_link() -> str | None:
    """Makes a link to the set-up page and returns its secret, which is stored nowhere; None once somebody administrates."""
    if somebody_administrates():
        SetUpLink.objects.all().delete()
        return None
    now, secret = clock.now(), new_secret()
    SetUpLink.objects.create(digest=digest(secret), expires_at=now + LIFETIME)
    return secret


def check_set_up_link(secret: str) -> None:
    """Raises Refused when the link is unknown or expired, and (code ``set-up-already``) once somebody administrates."""
    if somebody_administrates():
        raise Refused(_("Quelqu'un a déjà fait la mise en route : ce lien ne sert plus."), code="set-up-already")
    link = SetUpLink.objects.filter(digest=digest(secret)).first()
    if link is None:
        raise Refused(_("Ce lien n'est pas entier, ou n'est pas d'ici."), code="link-unknown")
    if link.expires_at <= clock.now():
        raise Refused(_("Ce lien a expiré : il valait une journée."), code="link-expired")


@transaction.atomic
def set_up(*, secret: str, administrator: FirstAdministrator, settings: dict[str, Any]) -> Member:
    """Names the organisation and makes its first administrator, all of it or nothing. Every set-up link is void then.

    ``settings`` are the arguments of organisation's ``change_settings``. Somebody whom the directory knows already keeps
    their account.

    Raises Refused when the link does not serve: two people may hold it, or two links of two servers, and one of them wins.
    """
    Organisation.current()
    # Whoever comes second waits here, and then finds that somebody administrates.
    Organisation.objects.select_for_update().get(pk=1)
    check_set_up_link(secret)
    change_settings(actor_id=None, **settings)
    member = _member(administrator)
    grant_role(actor=None, member=member, role=Role.ADMINISTRATOR, origin="set-up")
    SetUpLink.objects.all().delete()
    return member


def _member(administrator: FirstAdministrator) -> Member:
    names = {"first_name": administrator.first_name, "last_name": administrator.last_name}
    member = Member.objects.filter(email=administrator.email).first()
    new = member is None
    if member is None:
        member = Member(email=administrator.email, language=reading(), **names)
    member.is_active = True
    # They have other first steps: those of the instance.
    member.onboarded_at = member.onboarded_at or clock.now()
    if administrator.password:
        member.set_password(administrator.password)
    elif new:
        member.set_unusable_password()
    member.save()
    if new:
        refresh_member(member.pk)
        journal.record(MemberArrived(actor_id=member.pk, subject_id=member.pk, origin="set-up"))
    return member
