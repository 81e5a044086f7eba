"""An invited colleague comes in."""

import uuid
from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.events import InvitationAccepted, MemberArrived
from essaim.people.models import Invitation, InvitationAcceptance, Member
from essaim.people.queries import invitation_refusal, open_invitation

from .audiences import refresh_member
from .invitations import refuse_foreign

# How long the address given for a link may take to be confirmed.
CONFIRM_WITHIN = timedelta(days=1)
_SALT = "essaim.people.arrival"


def request_arrival(*, secret: str, email: str, first_name: str, last_name: str, key: uuid.UUID) -> Invitation:
    """Somebody with an invitation link gives their name and address; a mail to it confirms that it is theirs.

    Nothing is written before that, and the same happens whether the address has an account or not.

    Raises Refused when the link is not open, or for an address outside the organisation's domains.
    """
    from essaim.people.tasks.mails import mail_arrival

    invitation = open_invitation(secret)
    email = email.strip().lower()
    refuse_foreign(email)
    mail_arrival.defer(invitation_id=invitation.pk, email=email, first_name=first_name, last_name=last_name, key=str(key))
    return invitation


def arrival_token(*, invitation: Invitation, email: str, first_name: str, last_name: str) -> str:
    """What the confirming mail carries: signed, so that nobody confirms an address that is not theirs."""
    return signing.dumps([invitation.pk, email, first_name, last_name], salt=_SALT, compress=True)


def read_arrival(token: str) -> tuple[Invitation, str, str, str]:
    """The invitation, address and names that a token carries. Raises Refused when it is forged or too old."""
    try:
        invitation_id, email, first_name, last_name = signing.loads(token, salt=_SALT, max_age=CONFIRM_WITHIN)
    except signing.SignatureExpired:
        raise Refused(_("Ce lien a expiré : il valait une journée."), code="link-expired") from None
    except (signing.BadSignature, ValueError):
        raise Refused(_("Ce lien n'est pas entier, ou n'est pas d'ici."), code="link-unknown") from None
    invitation = Invitation.objects.select_related("inviter").filter(pk=invitation_id).first()
    if invitation is None:
        raise Refused(_("Cette invitation n'existe plus."), code="link-unknown")
    return invitation, email, first_name, last_name


@transaction.atomic
def accept_invitation(*, secret: str, first_name: str = "", last_name: str = "") -> tuple[Member, Invitation]:
    """The one invited by address comes in; whom the directory knows needs no name.

    Raises Refused when the invitation is not open, or when the account exists and has been used already
    (code ``already-member``): then a mail in a mailbox is not enough to sign in for ever.
    """
    invitation = open_invitation(secret, lock=True)
    if invitation.kind != "address":
        raise Refused(_("Ce lien demande de confirmer une adresse."), code="confirm-address")
    return _come_in(invitation, invitation.email, first_name, last_name), invitation


@transaction.atomic
def confirm_arrival(*, token: str) -> tuple[Member, Invitation]:
    """The one who gave an address for a link has read the mail sent to it, and comes in. The token works once.

    Raises Refused when it is forged, too old or used, and when the link was revoked or used up by others meanwhile.
    """
    found, email, first_name, last_name = read_arrival(token)
    invitation = Invitation.objects.select_for_update(of=["self"]).select_related("inviter").get(pk=found.pk)
    if InvitationAcceptance.objects.filter(invitation=invitation, member__email=email).exists():
        raise Refused(_("Ce lien a déjà servi."), code="link-used")
    if (state := invitation.state(clock.now())) in ("revoked", "used-up"):
        raise invitation_refusal(state)
    return _come_in(invitation, email, first_name, last_name), invitation


def _come_in(invitation: Invitation, email: str, first_name: str, last_name: str) -> Member:
    now = clock.now()
    member = invitation.member or Member.objects.filter(email=email).first()
    if member and not member.is_active:
        raise Refused(_("Ce compte est fermé. Si c'est une erreur, parlez-en à l'équipe d'animation."), code="account-closed")
    if member and member.last_login:
        raise Refused(_("Vous avez déjà un compte : connectez-vous."), code="already-member")
    if member is None:
        member = _new_member(email=email, first_name=first_name, last_name=last_name)
    InvitationAcceptance.objects.get_or_create(invitation=invitation, member=member, defaults={"accepted_at": now})
    invitation.uses += 1
    invitation.save(update_fields=["uses"])
    journal.record(InvitationAccepted(actor_id=member.pk, subject_id=invitation.pk, inviter_id=invitation.inviter_id))
    return member


def _new_member(*, email: str, first_name: str, last_name: str) -> Member:
    if not (first_name.strip() and last_name.strip()):
        raise Refused(_("Donnez votre prénom et votre nom."), code="no-name")
    try:
        with transaction.atomic():
            member = Member.objects.create_user(email, first_name=first_name.strip(), last_name=last_name.strip())
    except IntegrityError:
        # Another invitation of theirs was accepted at this very moment.
        raise Refused(_("Vous avez déjà un compte : connectez-vous."), code="already-member") from None
    refresh_member(member.pk)
    journal.record(MemberArrived(actor_id=member.pk, subject_id=member.pk, origin="invitation"))
    return member
