"""What members hear about their own account and rights: people and privacy lie below and cannot say it themselves."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.people.events import MemberChanged
from essaim.people.models import RoleGrant
from essaim.privacy.api import ARCHIVE_LIFETIME, ArchiveReady, ErasureAsked, erasure_member
from essaim.ui.dates import day

from . import kinds
from .actions.notify import notify

ARCHIVE, ERASURE, REQUEST, SECURITY = "privacy.archive", "privacy.erasure", "privacy.request", "account.security"
# What protects an account, among what is known of a member.
_PROTECTION = {
    "passkeys": gettext_lazy("Vos clés d'accès viennent de changer."),
    "second-step": gettext_lazy("La deuxième étape de votre connexion vient de changer."),
}


def register() -> None:
    security = kinds.Kind(SECURITY, gettext_lazy("Ma connexion à Essaim change"), order=990, strength=100, urgent=True)
    kinds.register(security)
    kinds.register(
        kinds.Kind(
            ARCHIVE,
            gettext_lazy("L'archive de mes données est prête"),
            order=900,
            why=gettext_lazy("Parce que vous l'avez demandée."),
        )
    )
    kinds.register(kinds.Kind(ERASURE, gettext_lazy("Mon effacement est prévu"), order=910))
    asked = gettext_lazy("Quelqu'un demande à être effacé")
    kinds.register(kinds.Kind(REQUEST, asked, order=920, concerns=lambda member: member.is_administrator))


@journal.consumes(MemberChanged)
def protection_changed(entry_id: int, event: MemberChanged) -> None:
    """Tells who has just changed what protects their account; and who has not, and must know."""
    for changed in sorted(_PROTECTION.keys() & set(event.changed)):
        notify(
            kind=SECURITY, recipients=[event.subject_id], entry_id=entry_id, url=reverse("account_security"),
            title=_PROTECTION[changed],
            excerpt=gettext_lazy(
                "Si c'est vous, il n'y a rien à faire. Sinon, déconnectez vos navigateurs, changez de mot de passe, et prévenez"
                " qui administre."
            ),
        )  # fmt: skip


@journal.consumes(ArchiveReady)
def archive_is_ready(entry_id: int, event: ArchiveReady) -> None:
    if event.member_id:
        # A day, and not how many: quiet hours may hold the mail over some of them.
        until = clock.now() + ARCHIVE_LIFETIME
        notify(
            kind=ARCHIVE, recipients=[event.member_id], entry_id=entry_id, url=reverse("privacy:data"),
            title=gettext_lazy("L'archive de vos données est prête"),
            excerpt=lambda: _("Elle se télécharge une fois, et vous attend jusqu'au %(day)s.") % {"day": day(until)},
        )  # fmt: skip


@journal.consumes(ErasureAsked)
def erasure_is_asked(entry_id: int, event: ErasureAsked) -> None:
    known = erasure_member(event.subject_id)
    if known is None:
        return
    member_id, by_themself, due_at = known
    if by_themself:
        notify(
            kind=ERASURE, recipients=[member_id], entry_id=entry_id, url=reverse("privacy:leaving"),
            title=lambda: _("Vous serez effacé d'Essaim le %(day)s") % {"day": day(due_at)},
            excerpt=gettext_lazy("Jusque-là, vous pouvez changer d'avis d'un clic."),
        )  # fmt: skip
    administrators = RoleGrant.objects.filter(role="administrator").order_by().values_list("member_id", flat=True)
    notify(
        kind=REQUEST, recipients=list(administrators), entry_id=entry_id, actor_id=event.actor_id,
        # Without a name: what is written here would have to be rewritten.
        title=gettext_lazy("Une personne va être effacée d'Essaim"),
        excerpt=gettext_lazy("Regardez où des collègues ont écrit son nom."),
        url=reverse("privacy:erasure", args=[event.subject_id]),
    )  # fmt: skip
