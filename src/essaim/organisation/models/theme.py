from collections.abc import Sequence
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language

from essaim.kernel.typography import french

from .named import Named


class ThemeQuerySet(models.QuerySet["Theme"]):
    def open_to(self, audience_ids: Sequence[int]) -> Self:
        """The themes that are for everybody, or for one of these audiences: the others have no name."""
        return self.filter(models.Q(restricted_to=[]) | models.Q(restricted_to__overlap=list(audience_ids)))


class Theme(Named):
    """A subject that content, conversations, ideas and strategy share.

    One that is restricted to audiences is for conversations alone: objectives and their themes are everybody's.
    """

    # In which order themes are shown; those of the same place by their names.
    position = models.PositiveSmallIntegerField(default=0, db_default=0)
    description = models.CharField(max_length=200, blank=True, default="", db_default="")
    description_en = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Ids of the audiences that may see it; empty for everybody.
    restricted_to = ArrayField(models.BigIntegerField(), default=list, blank=True, db_default=[])
    # No new threads since.
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    @property
    def deck(self) -> str:
        """The description in the reader's language."""
        return self.description_en if self.description_en and get_language() == "en" else french(self.description)
