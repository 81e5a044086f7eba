"""What people add to the checklist that opens an instance."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ui.checklist import Step, steps

from .models import Audience, Invitation, Member, Role


def _colleagues() -> Any:
    """Anybody but those who administrate: who sets an instance up is there before everybody."""
    return Member.objects.filter(is_active=True).exclude(grants__role=Role.ADMINISTRATOR)


def register() -> None:
    steps.add("people", Step(
        10, _("Faire venir l'annuaire"),
        _("Un fichier des ressources humaines dit qui travaille ici, et à quoi. Sans lui, vous pouvez inviter par adresse."),
        _("Importer l'annuaire"), lambda: reverse("people:imports"), _colleagues,
    ))  # fmt: skip
    steps.add("audiences", Step(
        30, _("Dire à qui s'adresse quoi"),
        _("Un public par métier suffit pour commencer : le service client et les ressources humaines n'ont pas les mêmes journées."),
        _("Créer les premiers publics"), lambda: reverse("people:audiences"), Audience.objects.all,
    ))  # fmt: skip
    steps.add("invitations", Step(
        80, _("Inviter les premiers"),
        _("Commencez par un public que vous connaissez bien, plutôt que par tout le monde le même jour."),
        _("Inviter un public"), lambda: reverse("people:invite-audiences"), Invitation.objects.all,
    ))  # fmt: skip
