"""Mails about what protects an account, to who did it, and to who did not and must know."""

from django.utils import translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from essaim.kernel.ids import new_key
from essaim.organisation import known
from essaim.organisation.models import Organisation
from essaim.people.mails import Mail, absolute_reverse, send
from essaim.people.models import Member

from .mails import RETRY


# Jobs of the version before: since then notifications say it, and keep it under the bell.
@app.task(name="people.mail_security_notice", queue="mails", retry=RETRY)
def mail_security_notice(member_id: int, changed: str) -> None:
    """``changed`` is ``passkeys`` or ``second-step``."""
    member = Member.objects.filter(pk=member_id, is_active=True).exclude(email=None).first()
    if member is None:
        return
    with translation.override(member.language or Organisation.current().language):
        what = {
            "passkeys": _("Vos clés d'accès viennent de changer."),
            "second-step": _("La deuxième étape de votre connexion vient de changer."),
        }[changed]
        send(
            Mail(
                to=member.email or "",
                subject=_("Votre connexion à Essaim a changé"),
                key=f"security-{new_key()}",
                greeting=_("Bonjour %(name)s,") % {"name": member.first_name},
                paragraphs=[what, _("Si c'est vous, il n'y a rien à faire.")],
                action=(_("Voir ma connexion"), absolute_reverse("account_security")),
                after=[
                    _("Si ce n'est pas vous, déconnectez vos navigateurs, changez de mot de passe, et prévenez qui administre.")
                ],
            )
        )


@app.task(name="people.mail_address_changed", queue="mails", retry=RETRY)
def mail_address_changed(member_id: int, former: str, key: str) -> None:
    """Tells the former address that the directory gave its member another: whoever reads mail there can still object."""
    member = Member.objects.filter(pk=member_id, is_active=True).first()
    if member is None:
        return
    with translation.override(known.current().fitting(member.language)):
        send(
            Mail(
                to=former,
                subject=_("Votre adresse dans Essaim a changé"),
                key=f"address-{key}",
                greeting=_("Bonjour %(name)s,") % {"name": member.first_name},
                paragraphs=[
                    _("L'annuaire de votre organisation vous donne une autre adresse."),
                    _("Les mails d'Essaim et les liens pour entrer vont désormais à la nouvelle adresse."),
                ],
                action=(_("Voir ma connexion"), absolute_reverse("account_security")),
                after=[_("Si ce n'est pas ce que vous attendiez, prévenez qui administre.")],
            )
        )
