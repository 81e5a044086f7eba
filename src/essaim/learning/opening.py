"""What learning adds to the checklist that opens an instance."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ui.checklist import Step, steps

from .models import Sequence


def register() -> None:
    steps.add("sequences", Step(
        40, _("Choisir de quoi lire"),
        _("Trois séquences sont prêtes, avec leurs leçons de quelques minutes. Vous les réécrirez plus tard avec vos exemples."),
        _("Choisir les séquences"), lambda: reverse("learning:starters"), lambda: Sequence.objects.filter(live=True),
    ))  # fmt: skip
