from django.db import models


class CoverageSnapshot(models.Model):
    """The figures of the coverage page as they may be shown; one row, replaced each week.

    Former figures are not kept: two of them, one person apart, are what an attack would begin with. ``rows`` holds what
    kernel.anonymity.table made, ``hidden`` the audiences that cannot stand beside the others, ``private`` those whose rule
    reads what members stated in private.
    """

    taken_at = models.DateTimeField()
    rows = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    private = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="snapshot_single")]

    def __str__(self) -> str:
        return f"figures of {self.taken_at}"
