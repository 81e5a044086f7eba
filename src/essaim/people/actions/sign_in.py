"""One-time links and passwords."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import digest, new_secret
from essaim.people.events import MemberChanged
from essaim.people.models import Member, SignInLink
from essaim.people.queries import sign_in_link

from .sessions import end_other_sessions

LIFETIME = timedelta(minutes=20)


@transaction.atomic
def make_link(*, member: Member, target: str = "", lifetime: timedelta = LIFETIME, printed: bool = False) -> str:
    """Makes a link that signs ``member`` in once, and returns its secret, which is stored nowhere.

    Parameters:
        printed: on the server, for whoever runs it; mailed otherwise.

    Raises Refused when the account is closed.
    """
    if not member.is_active:
        raise Refused(_("Ce compte est fermé."), code="account-closed")
    secret, now = new_secret(), clock.now()
    SignInLink.objects.create(member=member, digest=digest(secret), target=target, expires_at=now + lifetime, printed=printed)
    return secret


def request_link(*, email: str, target: str = "", for_password: bool = False, key: uuid.UUID) -> None:
    """Asks for a link by mail. The same is done whether the address is known or not: the worker finds out."""
    from essaim.people.tasks.mails import mail_sign_in_link

    mail_sign_in_link.defer(email=email.strip().lower(), target=target, for_password=for_password, key=str(key))


@transaction.atomic
def use_link(*, secret: str) -> SignInLink:
    """Uses a link up. Raises Refused when it is unknown, used, expired, or its account or its way is closed."""
    link = sign_in_link(secret, lock=True)
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    return link


@transaction.atomic
def set_password(*, actor: Member, password: str, keep: str | None = None) -> None:
    """Gives the actor a new password, and ends their sessions, but for the one whose key is ``keep``."""
    actor.set_password(password)
    actor.save(update_fields=["password"])
    end_other_sessions(actor=actor, keep=keep)
    journal.record(MemberChanged(actor_id=actor.pk, subject_id=actor.pk, changed=["password"]))
