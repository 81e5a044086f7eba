"""Mails leave from the worker, at least once, each with the Message-ID of what caused it."""

from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from essaim.kernel import clock
from essaim.organisation import known
from essaim.people.actions.arrival import arrival_token
from essaim.people.actions.invitations import put_off
from essaim.people.actions.sign_in import make_link
from essaim.people.invitation_mail import invitation_mail
from essaim.people.mails import Mail, absolute_reverse, send
from essaim.people.models import Invitation, Member, SignInSettings
from essaim.people.waiting import held_until

# Some twelve hours of a mail server that does not answer.
RETRY = RetryStrategy(max_attempts=14, exponential_wait=2)


def _language_of(member: Member | None, otherwise: str = "") -> str:
    return known.current().fitting((member.language if member else "") or otherwise)


@app.task(name="people.mail_sign_in_link", queue="mails", retry=RETRY)
def mail_sign_in_link(email: str, target: str, for_password: bool, key: str) -> None:
    """Mails a link that signs in once; nothing happens for an address that nobody has.

    The link is made here, so that its twenty minutes begin when the mail leaves, and its secret is never stored.
    """
    member = Member.objects.filter(email=email, is_active=True).first()
    if member:
        _send_link(member, target, key, for_password=for_password)


def _send_link(member: Member, target: str, key: str, *, for_password: bool = False) -> None:
    if not SignInSettings.current().links:
        _send_way(member, target, key)
        return
    url = absolute_reverse("account_link", make_link(member=member, target=target))
    with translation.override(_language_of(member)):
        if for_password:
            subject, asked = _("Choisir un nouveau mot de passe"), _("Vous avez demandé à changer de mot de passe.")
        else:
            subject, asked = _("Votre lien pour entrer"), _("Vous avez demandé un lien pour entrer dans Essaim.")
        send(
            Mail(
                to=member.email or "",
                subject=subject,
                key=f"sign-in-{key}",
                greeting=_("Bonjour %(name)s,") % {"name": member.first_name},
                paragraphs=[asked, _("Il sert une fois, et vaut vingt minutes.")],
                action=(_("Entrer"), url),
                after=[_("Vous n'avez rien demandé ? Il n'y a rien à faire : personne n'entre sans ce lien.")],
            )
        )


def _send_way(member: Member, target: str, key: str) -> None:
    """Where mails let nobody in: the way to the page where one comes in otherwise."""
    query = f"?{urlencode({'next': target})}" if target else ""
    with translation.override(_language_of(member)):
        send(
            Mail(
                to=member.email or "",
                subject=_("Vous avez déjà un compte"),
                key=f"sign-in-{key}",
                greeting=_("Bonjour %(name)s,") % {"name": member.first_name},
                paragraphs=[
                    _("Votre adresse a été donnée pour entrer dans Essaim. Vous y avez déjà un compte."),
                    _("On n'entre plus ici par un lien reçu par e-mail : la page de connexion dit comment entrer."),
                ],
                action=(_("Se connecter"), absolute_reverse("account_login") + query),
                after=[_("Vous n'avez rien demandé ? Il n'y a rien à faire.")],
            )
        )


@app.task(name="people.mail_invitation", queue="mails", retry=RETRY)
def mail_invitation(invitation_id: int) -> None:
    """Mails an invitation in its inviter's name, unless it was taken back or accepted meanwhile.

    A colleague's invitation is nothing urgent: it waits for the end of its reader's quiet hours.
    """
    now = clock.now()
    invitation = Invitation.objects.select_related("inviter", "member").filter(pk=invitation_id).first()
    if invitation is None or invitation.inviter is None or invitation.state(now) != "open":
        return
    if until := held_until(invitation.member_id, now):
        put_off(invitation=invitation, until=until)
        return
    with translation.override(_language_of(invitation.member, invitation.language)):
        send(invitation_mail(invitation, invitation.inviter))


@app.task(name="people.mail_arrival", queue="mails", retry=RETRY)
def mail_arrival(invitation_id: int, email: str, first_name: str, last_name: str, key: str) -> None:
    """Mails what confirms an address that was given with an invitation link; who has an account gets a sign-in link.

    Where links are closed, the way to the page where one signs in.
    """
    invitation = Invitation.objects.filter(pk=invitation_id).first()
    member = Member.objects.filter(email=email).first()
    if invitation is None or (member and not member.is_active):
        return
    if member and member.last_login:
        _send_link(member, invitation.target, key)
        return
    token = arrival_token(invitation=invitation, email=email, first_name=first_name, last_name=last_name)
    with translation.override(_language_of(member, invitation.language)):
        send(
            Mail(
                to=email,
                subject=_("Confirmez votre adresse"),
                key=f"arrival-{key}",
                # Not the name that was typed: whoever typed it is not known yet.
                greeting=_("Bonjour,"),
                paragraphs=[_("Cette adresse a été donnée pour entrer dans Essaim. Si c'est vous, il reste un pas.")],
                action=(_("Confirmer et entrer"), absolute_reverse("people:confirm-arrival", token)),
                after=[_("Ce lien vaut une journée. Ce n'était pas vous ? Il n'y a rien à faire.")],
            )
        )
