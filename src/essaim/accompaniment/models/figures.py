from django.db import models


class Figures(models.Model):
    """How many asked, met and managed, as it may be shown (kernel.anonymity): one row, taken once a week."""

    taken_at = models.DateTimeField()
    # Name of the measure to value and whether it is a number; empty where the organisation is too small.
    rows = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"figures of {self.taken_at}"
