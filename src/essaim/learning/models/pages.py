"""Sequences and lessons as facilitators write them, in Wagtail. Members never read these: see actions.publish."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from essaim.content.api import (
    BLOCKS_HELP,
    AddressedPage,
    BasePage,
    FieldPanel,
    FieldRowPanel,
    LessonBlocks,
    RichTextField,
    StreamField,
    plain_slug,
)
from essaim.kernel.ordering import by_name
from essaim.people.models import Audience

from .lesson import Lesson, LessonKind


class SequencePage(AddressedPage):
    """A sequence: its presentation, and for whom it is. Its lessons are the pages below it, in their order."""

    body = RichTextField(_("présentation"), features=["bold", "italic", "ol", "ul", "link"], blank=True)

    content_panels = [*AddressedPage.content_panels, FieldPanel("body"), *AddressedPage.audience_panels]
    parent_page_types: ClassVar[list[str]] = ["content.ProgrammePage"]
    subpage_types: ClassVar[list[str]] = ["learning.LessonPage"]

    class Meta:
        verbose_name = _("séquence")

    def clean(self) -> None:
        super().clean()
        # Wagtail compares siblings only; the address of a sequence does not name its programme.
        same = SequencePage.objects.filter(slug=self.slug, locale_id=self.locale_id).exclude(pk=self.pk)
        if self.slug and same.exists():
            raise ValidationError({"slug": _("Une autre séquence a déjà cette adresse. Choisissez-en une autre.")})

    def compile(self, *, actor_id: int | None) -> None:
        from essaim.learning.actions.publish import publish_sequence

        publish_sequence(page=self, actor_id=actor_id)

    def withdraw(self, *, actor_id: int | None) -> None:
        from essaim.learning.actions.withdraw import withdraw_sequence

        withdraw_sequence(page=self, actor_id=actor_id)

    def lacks(self) -> str:
        if Lesson.objects.filter(sequence__translation_key=self.translation_key, live=True).exists():
            return ""
        return gettext("Cette séquence n'a pas encore de leçon publiée : on n'y lit que sa présentation. Ajoutez-y une leçon.")

    def reorder(self) -> None:
        from essaim.learning.actions.publish import order_sequences

        order_sequences()

    def member_url(self) -> str | None:
        return reverse("learning:sequence", args=[plain_slug(self.slug)]) if self.live else None

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from essaim.learning.views.sequences import preview

        return preview(request, self)


class LessonPage(BasePage):
    """One lesson, of five to seven minutes, or a short guide to a tool."""

    kind = models.CharField(_("nature"), max_length=10, choices=LessonKind, default=LessonKind.LESSON)
    minutes = models.PositiveSmallIntegerField(_("durée en minutes"), default=5)
    reviewed_on = models.DateField(
        _("relue le"), null=True, blank=True, help_text=_("Le jour où les faits ont été vérifiés pour la dernière fois.")
    )
    body = StreamField(LessonBlocks(), blank=True, verbose_name=_("contenu"))

    content_panels = [
        *BasePage.content_panels,
        # Three in a row are cut where the status or the preview is open beside them.
        FieldRowPanel([FieldPanel("kind"), FieldPanel("minutes")]),
        FieldPanel("reviewed_on"),
        FieldPanel("body", help_text=BLOCKS_HELP),
    ]
    parent_page_types: ClassVar[list[str]] = ["learning.SequencePage"]
    subpage_types: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("leçon")

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        named = [
            (f"audience-{audience.pk}", _("Pour : %(name)s") % {"name": audience})
            for audience in Audience.objects.order_by(by_name(), "pk")
        ]
        return [("", _("Pour tous les autres")), *named]

    def compile(self, *, actor_id: int | None) -> None:
        from essaim.learning.actions.publish import publish_lesson

        publish_lesson(page=self, actor_id=actor_id)

    def withdraw(self, *, actor_id: int | None) -> None:
        from essaim.learning.actions.withdraw import withdraw_lesson

        withdraw_lesson(page=self, actor_id=actor_id)

    def reorder(self) -> None:
        from essaim.learning.actions.publish import move_lesson

        move_lesson(page=self)

    def member_url(self) -> str | None:
        parent = self.get_parent()
        if not (self.live and parent.live):
            return None
        return reverse("learning:lesson", args=[plain_slug(parent.slug), plain_slug(self.slug)])

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from essaim.learning.views.lessons import preview

        return preview(request, self, mode_name)
