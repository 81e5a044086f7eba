"""What the directory says of the organisation: its teams, job families and sites."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from .named import Named, label


class JobFamily(Named):
    """What members do: customer service, HR…"""

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "job families"


class Site(Named):
    """A place of work, with the clock and the public holidays that its people live by."""

    # "" in either: as the organisation's.
    time_zone = models.CharField(max_length=60, blank=True, default="", db_default="")
    # A calendar of organisation.public_holidays: "FR-57".
    public_holidays = models.CharField(max_length=12, blank=True, default="", db_default="")

    class Meta:
        ordering = ["name"]


class Team(models.Model):
    """A node in the tree of the organisation."""

    name = models.CharField(max_length=160)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    # The team itself and all above it, so that "a team with its sub-teams" is one indexed test.
    ancestor_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="team_name", nulls_distinct=False),
        ]
        indexes = [GinIndex(fields=["ancestor_ids"], name="team_ancestors")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name, set as French wants it."""
        return label(self.name)
