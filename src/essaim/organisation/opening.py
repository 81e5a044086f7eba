"""What the organisation adds to the checklist that opens an instance."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ui.checklist import Step, steps

from .models import JobFamily, Objective


def register() -> None:
    steps.add("structure", Step(
        20, _("Nommer les métiers et les sites"),
        _("L'annuaire les apporte. Sans lui, écrivez-les : les exemples et les leçons se choisissent par métier."),
        _("Nommer les métiers"), lambda: reverse("organisation:structure"), JobFamily.objects.all,
    ))  # fmt: skip
    steps.add("objectives", Step(
        50, _("Proposer des objectifs"),
        _("Chacun dit, en privé, ce qui lui est demandé cette année. Un catalogue de départ est prêt."),
        _("Voir les objectifs proposés"), lambda: reverse("organisation:objectives"), Objective.objects.all,
    ))  # fmt: skip
