"""The mail of an invitation: what leaves, and what is shown before it does."""

from typing import Any

from django.utils.translation import gettext as _

from essaim.organisation import known

from .mails import Mail, absolute, absolute_reverse
from .models import Invitation, Member


def invitation_mail(invitation: Invitation, inviter: Member) -> Mail:
    """In the language that is active, to ``invitation.member`` where the directory knows them."""
    member = invitation.member
    said = _to_a_page(invitation, inviter) if member and member.last_login else _to_come_in(invitation, inviter)
    if invitation.words:
        said["paragraphs"].append(_("%(name)s ajoute : « %(words)s »") % {"name": inviter.name, "words": invitation.words})
    return Mail(
        to=invitation.email,
        subject=_("%(name)s vous invite") % {"name": inviter.name},
        key=f"invitation-{invitation.key}",
        greeting=_("Bonjour %(name)s,") % {"name": member.first_name} if member else _("Bonjour,"),
        sender=inviter.name,
        reply_to=inviter.email or "",
        **said,
    )


def _to_a_page(invitation: Invitation, inviter: Member) -> dict[str, Any]:
    """What a mail says to somebody who has an account."""
    names = {"name": inviter.name, "page": invitation.target_title}
    said = (
        _("%(name)s vous invite à lire « %(page)s ».") if names["page"] else _("%(name)s vous invite à lire une page d'Essaim.")
    )
    return {"paragraphs": [said % names], "action": (_("Ouvrir la page"), absolute(invitation.target or "/"))}


def _to_come_in(invitation: Invitation, inviter: Member) -> dict[str, Any]:
    """What a mail says to somebody who was never here."""
    paragraphs = [
        _(
            "%(name)s vous invite sur Essaim, où %(organisation)s apprend et échange sur de nouvelles façons "
            "de travailler : des leçons de quelques minutes, choisies pour votre métier, et des collègues à qui parler."
        )
        % {"name": inviter.name, "organisation": known.current().name}
    ]
    if invitation.target_title:
        paragraphs.append(_("Vous arriverez à la page « %(page)s ».") % {"page": invitation.target_title})
    return {
        "paragraphs": paragraphs,
        "action": (_("Accepter l'invitation"), absolute_reverse("people:accept-invitation", invitation.secret)),
        "after": [_("Ce lien est à vous : il sert une fois, et vaut quatorze jours.")],
    }
