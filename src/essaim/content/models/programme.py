"""The programme: as it is written (a page), and as members read it (two rows)."""

from typing import Any, ClassVar

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField

from .base import AddressedPage, plain_slug

_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "document-link"]
# The four texts of a programme, in reading order.
SECTIONS = ("intention", "sponsor_words", "how_to_take_part", "what_we_will_not_do")


class Programme(models.Model):
    """One education effort, whatever the language."""

    translation_key = models.UUIDField(unique=True)
    period_start = models.DateField(null=True, blank=True)
    period_end = models.DateField(null=True, blank=True)
    sponsor = models.ForeignKey("people.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    facilitator_ids = ArrayField(models.BigIntegerField(), default=list)
    theme_ids = ArrayField(models.BigIntegerField(), default=list)
    proposed_to = ArrayField(models.BigIntegerField(), default=list)
    restricted_to = ArrayField(models.BigIntegerField(), default=list)
    live = models.BooleanField(default=False)

    class Meta:
        ordering = ["-period_start", "pk"]

    def __str__(self) -> str:
        return f"programme {self.pk}"


class ProgrammeText(models.Model):
    """A programme in one language, compiled. ``sections`` is HTML by the names in SECTIONS."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    slug = models.SlugField(max_length=255)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    sections = models.JSONField(default=dict)

    class Meta:
        ordering = ["programme_id", "language"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "language"], name="programme_language"),
            models.UniqueConstraint(fields=["language", "slug"], name="programme_slug"),
        ]

    def __str__(self) -> str:
        return self.title


def _with_a_role() -> Q:
    # Sponsors and facilitators are chosen among those who hold a role, not among all members.
    from essaim.people.models import RoleGrant

    return Q(pk__in=RoleGrant.objects.values("member_id"))


class ProgrammePage(AddressedPage):
    """The programme's page as facilitators write it."""

    period_start = models.DateField(_("du"), null=True, blank=True)
    period_end = models.DateField(_("au"), null=True, blank=True)
    intention = RichTextField(_("l'intention"), features=_FEATURES, blank=True)
    sponsor = models.ForeignKey(
        "people.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", limit_choices_to=_with_a_role
    )
    sponsor_words = RichTextField(_("le mot du sponsor"), features=_FEATURES, blank=True)
    facilitators = ParentalManyToManyField(
        "people.Member", blank=True, related_name="+", limit_choices_to=_with_a_role, verbose_name=_("qui l'anime")
    )
    how_to_take_part = RichTextField(_("comment participer"), features=_FEATURES, blank=True)
    what_we_will_not_do = RichTextField(_("ce que nous ne ferons pas"), features=_FEATURES, blank=True)

    content_panels = [
        *AddressedPage.content_panels,
        FieldRowPanel([FieldPanel("period_start"), FieldPanel("period_end")], heading=_("Période")),
        FieldPanel("intention"),
        MultiFieldPanel([FieldPanel("sponsor"), FieldPanel("sponsor_words")], heading=_("Le sponsor")),
        FieldPanel("facilitators", widget=forms.CheckboxSelectMultiple),
        FieldPanel("how_to_take_part"),
        FieldPanel("what_we_will_not_do"),
        *AddressedPage.audience_panels,
    ]
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]

    class Meta:
        verbose_name = _("programme")

    def compile(self, *, actor_id: int | None) -> None:
        from essaim.content.actions.publish import publish_programme

        publish_programme(page=self, actor_id=actor_id)

    def withdraw(self, *, actor_id: int | None) -> None:
        from essaim.content.actions.publish import withdraw_programme

        withdraw_programme(page=self, actor_id=actor_id)

    def member_url(self) -> str | None:
        return reverse("content:programme", args=[plain_slug(self.slug)]) if self.live else None

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        from essaim.content.views.programmes import preview

        return preview(request, self)
