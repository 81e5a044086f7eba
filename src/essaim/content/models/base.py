"""What every page that facilitators write has. It is edited in Wagtail, and compiled into rows when it is published."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page


class BasePage(Page):
    """A page of ours. Subclasses say how it is compiled, withdrawn and addressed."""

    summary = models.TextField(
        _("résumé"), blank=True, help_text=_("Une ou deux phrases, que l'on lit avant d'ouvrir la page.")
    )
    # Digest of the file from which the page was imported: the same file again changes nothing.
    import_digest = models.CharField(max_length=64, blank=True, editable=False, default="")

    content_panels = [*Page.content_panels, FieldPanel("summary")]
    promote_panels: ClassVar[list[Any]] = [FieldPanel("slug")]
    show_in_menus_default = False

    class Meta:
        abstract = True

    @property
    def language(self) -> str:
        return self.locale.language_code

    def compile(self, *, actor_id: int | None) -> None:
        """Makes the rows that members read, in the transaction of the publication."""
        raise NotImplementedError

    def withdraw(self, *, actor_id: int | None) -> None:
        """Takes this language of it away from members; what they did with it stays."""
        raise NotImplementedError

    def reorder(self) -> None:
        """Called when pages were moved, for what keeps an order."""

    def member_url(self) -> str | None:
        """Where members read it; None while they cannot."""
        raise NotImplementedError

    def get_url_parts(self, request: Any = None) -> tuple[int, str, str] | None:
        # The admin's links "see it live" lead to our address: Wagtail's own routing is not in use.
        path = self.member_url()
        return (1, settings.BASE_URL, path) if path else None

    def get_url(self, request: Any = None, current_site: Any = None) -> str | None:
        return self.member_url()

    url = property(get_url)


class AddressedPage(BasePage):
    """A page with themes and audiences: proposed to some and open to all, or restricted to some."""

    themes = ParentalManyToManyField("organisation.Theme", blank=True, related_name="+", verbose_name=_("thèmes"))
    proposed_to = ParentalManyToManyField(
        "people.Audience", blank=True, related_name="+", verbose_name=_("proposée à"),
        help_text=_("Vue d'abord par ces publics, ouverte à tous. Aucun : proposée à tous."),
    )  # fmt: skip
    restricted_to = ParentalManyToManyField(
        "people.Audience", blank=True, related_name="+", verbose_name=_("réservée à"),
        help_text=_("Ces publics seuls la voient, et elle seule voit ce qui s'y dit. Presque toujours vide."),
    )  # fmt: skip

    audience_panels: ClassVar[list[Any]] = [
        FieldPanel("themes", widget=forms.CheckboxSelectMultiple),
        MultiFieldPanel(
            [
                FieldPanel("proposed_to", widget=forms.CheckboxSelectMultiple),
                FieldPanel("restricted_to", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Publics"),
        ),
    ]

    class Meta:
        abstract = True

    def addresses(self) -> dict[str, list[int]]:
        """Themes and audiences as the compiled row keeps them."""
        return {
            "theme_ids": sorted(theme.pk for theme in self.themes.all()),
            "proposed_to": sorted(audience.pk for audience in self.proposed_to.all()),
            "restricted_to": sorted(audience.pk for audience in self.restricted_to.all()),
        }
