"""Codes on paper, by which those who have no e-mail address come in for the first time."""

from datetime import timedelta

from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_code
from essaim.people.models import Act, Member, RoleGrant, SignInLink, SignInSettings

from .audit import write_audit

LIFETIME = timedelta(days=7)


def why_no_code(actor: Member, member: Member) -> Refused | None:
    """Why ``actor`` cannot give ``member`` a code; None where they can.

    A code lets whoever holds it be its member. So it is for those alone who have no other way, and nobody comes by it to more
    than they may do already.
    """
    if not actor.is_facilitator:
        return Refused(_("Les codes sont donnés par l'équipe d'animation."), code="not-facilitator")
    if not SignInSettings.current().passwords:
        return _closed()
    if not member.is_active:
        return Refused(_("Ce compte est fermé."), code="account-closed")
    if member.email:
        return Refused(_("Cette personne a une adresse : un lien par e-mail la fait entrer."), code="has-address")
    if not actor.is_administrator and RoleGrant.objects.filter(member=member).exists():
        return Refused(_("Cette personne a un rôle : son code est donné par une personne qui administre."), code="has-role")
    return None


@transaction.atomic
def give_code(*, actor: Member, member: Member) -> str:
    """Makes a code that signs ``member`` in once, within a week, and returns it; it is stored nowhere. Former ones end.

    The audit log keeps who gave it. Raises Refused, see ``why_no_code``.
    """
    if refusal := why_no_code(actor, member):
        raise refusal
    # Two facilitators at once: one of the two codes works.
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=member.pk)
    SignInLink.objects.filter(member=member, used_at=None).delete()
    code, now = new_code(), clock.now()
    SignInLink.objects.create(member=member, digest=_digest(member.pk, code), expires_at=now + LIFETIME)
    write_audit(actor=actor, act=Act.CODE_GIVEN, subject=member)
    return code


@transaction.atomic
def use_code(*, employee_number: str, code: str) -> Member:
    """Uses a code up. Raises Refused, the same for an unknown number, a wrong code, and one that is used or too old.

    Where passwords are not in use, codes are not either: they lead to one.
    """
    if not SignInSettings.current().passwords:
        raise _closed()
    member = Member.objects.filter(employee_number=employee_number.strip(), is_active=True).first()
    link = None
    if member:
        open_ones = SignInLink.objects.select_for_update().filter(member=member, used_at=None, expires_at__gt=clock.now())
        link = open_ones.filter(digest=_digest(member.pk, code)).first()
    if member is None or link is None:
        raise Refused(
            _(
                "Ce matricule et ce code ne vont pas ensemble, ou le code a déjà servi. Vérifiez-les, ou demandez un autre code."
            ),
            code="wrong-code",
        )
    link.used_at = clock.now()
    link.save(update_fields=["used_at"])
    return member


def _closed() -> Refused:
    return Refused(
        _("On n'entre pas ici avec un code : c'est le compte de l'organisation qui fait entrer."), code="no-passwords"
    )


def _digest(member_id: int, code: str) -> str:
    """Keyed with the site's secret: a code is too short for its bare digest to hide it, and none opens as a link's address."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    return salted_hmac("essaim.people.code", f"{member_id}:{plain}", algorithm="sha256").hexdigest()
