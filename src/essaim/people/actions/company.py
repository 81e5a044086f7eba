"""Somebody comes in with the company's account: they are found, linked, or made a member, and brought up to date."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel.errors import Refused
from essaim.organisation.queries import Structure
from essaim.people.company import Arrival
from essaim.people.company.claims import names, verified_email, words
from essaim.people.events import MemberArrived
from essaim.people.models import Act, CompanyAccount, Member, SignInSettings

from .audiences import refresh_member
from .audit import write_audit
from .company_roles import COMPANY, follow_groups
from .members import change_member
from .sessions import end_other_sessions


def enter_by_company(*, arrival: Arrival) -> Member:
    """The member who arrives: the one whose account it is, else the one whose verified address it is, else a new one.

    Raises Refused for an address that the provider does not vouch for, an account that nobody has here while accounts are not
    made on arrival, a closed account, and a member who is linked to another account of the provider already.
    """
    try:
        return _enter(arrival)
    except IntegrityError:
        # The same person in two tabs: the other was a moment earlier.
        return _enter(arrival)


@transaction.atomic
def _enter(arrival: Arrival) -> Member:
    settings = SignInSettings.current()
    known = CompanyAccount.objects.select_related("member").filter(issuer=arrival.issuer, subject=arrival.subject).first()
    member = known.member if known else _linked(arrival, settings)
    if not member.is_active:
        raise Refused(_("Ce compte est fermé. Si c'est une erreur, parlez-en à l'équipe d'animation."), code="account-closed")
    _bring_up_to_date(member, arrival.claims, settings)
    follow_groups(member=member, claims=arrival.claims, settings=settings)
    return member


def _linked(arrival: Arrival, settings: SignInSettings) -> Member:
    email = verified_email(arrival.claims, settings)
    if not email:
        raise Refused(
            _("Le service des comptes ne confirme pas votre adresse e-mail : Essaim ne peut pas savoir qui vous êtes. Prévenez qui administre."),
            code="unverified",
        )  # fmt: skip
    member = Member.objects.filter(email=email).first()
    if member is None:
        member = _new(email, arrival.claims, settings)
    elif not member.is_active:
        return member
    elif CompanyAccount.objects.filter(member=member, issuer=arrival.issuer).exists():
        # An address that was given to somebody else, or an account made anew: a person decides, not the address.
        raise Refused(
            _("Cette adresse est déjà reliée à un autre compte de l'organisation. Parlez-en à qui administre."),
            code="linked-already",
        )
    CompanyAccount.objects.create(member=member, issuer=arrival.issuer, subject=arrival.subject)
    write_audit(actor=None, act=Act.COMPANY_LINKED, subject=member, origin=COMPANY, issuer=arrival.issuer)
    return member


def _new(email: str, claims: dict[str, Any], settings: SignInSettings) -> Member:
    if not settings.just_in_time:
        raise Refused(
            _(
                "Personne n'a l'adresse %(email)s ici. Demandez une invitation à un collègue, ou parlez-en à l'équipe d'animation."
            )
            % {"email": email},
            code="no-account",
        )
    first_name, last_name = names(claims)
    member = Member.objects.create_user(email, first_name=first_name, last_name=last_name)
    refresh_member(member.pk)
    journal.record(MemberArrived(actor_id=member.pk, subject_id=member.pk, origin=COMPANY))
    return member


def _bring_up_to_date(member: Member, claims: dict[str, Any], settings: SignInSettings) -> None:
    """Job family, team and site as the account says; what the directory's file says of somebody goes before that."""
    if member.employee_number or not (settings.job_family_claim or settings.team_claim or settings.site_claim):
        return
    structure, values = Structure(), {}
    for field, path, find in (
        ("job_family_id", settings.job_family_claim, structure.job_families.find),
        ("site_id", settings.site_claim, structure.sites.find),
        ("team_id", settings.team_claim, lambda text: structure.team([part.strip() for part in text.split("/")])),
    ):
        found = [id for text in words(claims, path) if (id := find(text))]
        if found:
            values[field] = found[0]
    change_member(actor=None, member=member, **values)


@transaction.atomic
def unlink_company(*, actor: Member, member: Member) -> bool:
    """Forgets which account of the company is ``member``'s: the next with their verified address is linked anew.

    For an account that was made anew. Where the address is somebody else's now, it has to be taken from ``member`` first: whoever
    has it would come in as them. Their browsers are signed out. Returns whether there was one. Raises Refused for an actor who does not administrate.
    """
    if not actor.is_administrator:
        raise Refused(_("Seule une personne qui administre délie un compte."), code="not-administrator")
    gone, _by_model = CompanyAccount.objects.filter(member=member).delete()
    if gone:
        end_other_sessions(actor=member, keep=None)
        write_audit(actor=actor, act=Act.COMPANY_UNLINKED, subject=member)
    return bool(gone)
