"""Asking colleagues in: one by address, several by a link, those of an audience who never came."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.organisation.models import Organisation
from essaim.people.events import AudienceInvited, InvitationSent
from essaim.people.models import Audience, Invitation, Member
from essaim.people.queries import to_invite
from essaim.ui import dates
from essaim.ui.titles import title_of

LIFETIME = timedelta(days=14)
LONGEST = timedelta(days=90)
MOST_USES = 100
# A member's invitations in a day: more than anybody writes by hand, too few to flood a company.
A_DAY = 50
_BATCH = 1000


def refuse_foreign(email: str) -> None:
    """Raises Refused for an address outside the organisation's domains."""
    domains = Organisation.current().email_domains
    if not domains:
        raise Refused(_("Les invitations ne sont pas ouvertes encore. Demandez-les à l'équipe d'animation."), code="no-domains")
    if email.rpartition("@")[2].lower() not in {domain.lower().lstrip("@") for domain in domains}:
        raise Refused(
            _("On invite les adresses en %(domains)s. Pour une autre adresse, parlez-en à l'équipe d'animation.")
            % {"domains": ", ".join(f"@{domain.lstrip('@')}" for domain in domains)},
            code="foreign-address",
        )


def _refuse_many(actor: Member) -> None:
    since = clock.now() - timedelta(days=1)
    if Invitation.objects.filter(inviter=actor, audience=None, created_at__gt=since).count() >= A_DAY:
        raise Refused(_("Vous avez beaucoup invité aujourd'hui. Reprenez demain."), code="too-many")


def _new(*, actor: Member, key: uuid.UUID, lifetime: timedelta, **fields: object) -> Invitation:
    now = clock.now()
    return Invitation(
        key=key,
        digest=Invitation.digest_of(key),
        inviter=actor,
        language=reading(),
        created_at=now,
        expires_at=now + lifetime,
        **fields,
    )


def _towards(target: str) -> dict[str, str]:
    return {"target": target, "target_title": title_of(target)[:300] if target else ""}


def _sent_before(actor: Member, key: uuid.UUID) -> Invitation | None:
    # The same form, sent twice at once: the second waits for the first.
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=actor.pk)
    return Invitation.objects.filter(key=key, inviter=actor).first()


def _refuse_again(actor: Member, email: str, member: Member | None, target: str) -> None:
    """A colleague is not asked twice: who comes to Essaim already only to another page."""
    open_now = Invitation.objects.filter(inviter=actor, email=email, uses=0, revoked_at=None, expires_at__gt=clock.now())
    comes = member if member and member.last_login else None
    before = (open_now.filter(target=target) if comes else open_now).order_by("-pk").first()
    if before:
        raise Refused(
            _("Vous avez déjà invité cette adresse, le %(day)s. Pour lui écrire de nouveau, reprenez d'abord cette invitation.")
            % {"day": dates.day(timezone.localdate(before.created_at))},
            code="invited-before",
        )
    if comes and not target:
        raise Refused(
            _("%(name)s est déjà sur Essaim. Pour lui montrer une page, ouvrez-la et invitez depuis là.")
            % {"name": comes.name},
            code="already-member",
        )


@transaction.atomic
def invite_by_address(*, actor: Member, email: str, target: str = "", words: str = "", key: uuid.UUID) -> Invitation:
    """Sends an invitation in the actor's name, to ``target`` if given; the same ``key`` sends once.

    Who has an account gets the page's address; who is in the directory and never came enters by it. ``words``: what the
    actor adds to the mail, 500 characters at most.

    Raises Refused for an address outside the organisation's domains, the actor's own, a closed account, one that the actor
    invited already, that of a colleague who comes already when there is no page to show, too many in a day.
    """
    from essaim.people.tasks.mails import mail_invitation

    if before := _sent_before(actor, key):
        return before
    email = email.strip().lower()
    refuse_foreign(email)
    if email == actor.email:
        raise Refused(_("C'est votre propre adresse : donnez celle de la personne que vous invitez."), code="oneself")
    _refuse_many(actor)
    member = Member.objects.filter(email=email).first()
    if member and not member.is_active:
        raise Refused(_("Le compte de cette personne est fermé. Parlez-en à l'équipe d'animation."), code="account-closed")
    _refuse_again(actor, email, member, target)
    about = _towards(target) | {"words": words}
    invitation = _new(actor=actor, key=key, lifetime=LIFETIME, email=email, member=member, **about)
    invitation.save()
    journal.record(InvitationSent(actor_id=actor.pk, subject_id=invitation.pk, kind="address", target=target))
    mail_invitation.defer(invitation_id=invitation.pk)
    return invitation


@transaction.atomic
def make_invitation_link(
    *, actor: Member, target: str = "", uses: int = 10, lifetime: timedelta = LIFETIME, key: uuid.UUID
) -> Invitation:
    """Makes a link that the actor hands on: for ``uses`` colleagues, each confirming an address of the organisation.

    Raises Refused when no domain is open, or when uses or lifetime are out of bounds.
    """
    if before := _sent_before(actor, key):
        return before
    if not Organisation.current().email_domains:
        raise Refused(_("Les invitations ne sont pas ouvertes encore. Demandez-les à l'équipe d'animation."), code="no-domains")
    if not 1 <= uses <= MOST_USES or not timedelta() < lifetime <= LONGEST:
        raise Refused(_("Un lien vaut pour 100 personnes et 90 jours au plus."), code="out-of-bounds")
    _refuse_many(actor)
    invitation = _new(actor=actor, key=key, lifetime=lifetime, uses_allowed=uses, **_towards(target))
    invitation.save()
    journal.record(InvitationSent(actor_id=actor.pk, subject_id=invitation.pk, kind="link", target=target))
    return invitation


@transaction.atomic
def revoke_invitation(*, actor: Member, invitation: Invitation) -> None:
    """Takes an invitation back: nobody comes by it any more. Who came already stays."""
    Invitation.objects.filter(pk=invitation.pk, inviter=actor, revoked_at=None).update(revoked_at=clock.now())


@transaction.atomic
def put_off(*, invitation: Invitation, until: datetime) -> None:
    """Has the mail of an invitation leave at ``until``; its fourteen days, of which the mail speaks, begin then."""
    from essaim.people.tasks.mails import mail_invitation

    Invitation.objects.filter(pk=invitation.pk, expires_at__lt=until + LIFETIME).update(expires_at=until + LIFETIME)
    mail_invitation.configure(schedule_at=until).defer(invitation_id=invitation.pk)


def draft_for_audience(*, actor: Member, target: str = "", words: str = "") -> Invitation:
    """An invitation as each of an audience would get it, for reading it over; nothing is kept."""
    return _new(actor=actor, key=uuid.uuid4(), lifetime=LIFETIME, words=words, **_towards(target))


@transaction.atomic
def invite_audience(*, actor: Member, audience: Audience, target: str = "", words: str = "") -> int:
    """Invites those of ``audience`` who never signed in and hold no open invitation, to ``target`` if given.

    ``words``: what the actor adds to the mail. Returns how many mails leave.
    """
    from essaim.people.tasks.mails import mail_invitation

    # Two facilitators pressing at once send each mail once.
    Audience.objects.select_for_update(no_key=True).only("pk").get(pk=audience.pk)
    members = list(to_invite(audience).only("pk", "email", "language"))
    about = _towards(target) | {"words": words}
    for start in range(0, len(members), _BATCH):
        made = Invitation.objects.bulk_create(
            _new(
                actor=actor,
                key=uuid.uuid4(),
                lifetime=LIFETIME,
                email=member.email or "",
                member=member,
                audience=audience,
                **about,
            )
            for member in members[start : start + _BATCH]
        )
        jobs: list[Any] = [{"invitation_id": invitation.pk} for invitation in made]
        mail_invitation.batch_defer(*jobs)
    if members:
        journal.record(AudienceInvited(actor_id=actor.pk, subject_id=audience.pk, count=len(members)))
    return len(members)
