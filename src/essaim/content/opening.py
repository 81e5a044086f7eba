"""What content adds to the checklist that opens an instance."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ui.checklist import Step, steps

from .models import Programme


def register() -> None:
    steps.add("programme", Step(
        60, _("Dire pourquoi"),
        _("La page du programme est la première que lisent les nouveaux : l'intention, la période, comment participer."),
        _("Écrire le programme"), lambda: reverse("content:new-programme"), lambda: Programme.objects.filter(live=True),
    ))  # fmt: skip
