"""What conversations add to the checklist that opens an instance."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from essaim.ui import anchors
from essaim.ui.checklist import Step, steps

from .models import Thread


def _where() -> str:
    """Under the first page that newcomers read, or in a thread of its own while there is none."""
    for kind, id, _anchor in anchors.first_pages():
        return reverse("conversations:discussion", args=[kind, id])
    return reverse("conversations:new-thread")


def register() -> None:
    steps.add("discussion", Step(
        70, _("Ouvrir la première discussion"),
        _("Une page sans un mot n'invite pas à écrire. Dites sous la première leçon ce qu'elle vous a fait penser."),
        _("Écrire le premier message"), _where, Thread.objects.all,
    ))  # fmt: skip
