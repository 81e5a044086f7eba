from django.db import models

from .named import Named


class Objective(Named):
    """An entry of the catalogue from which members pick what they are asked to achieve."""

    theme = models.ForeignKey("organisation.Theme", on_delete=models.PROTECT, related_name="objectives")
    # Shown first to these job families; offered to everybody.
    job_families = models.ManyToManyField("organisation.JobFamily", blank=True, related_name="objectives")

    class Meta:
        ordering = ["name"]
