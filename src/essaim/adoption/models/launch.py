from django.contrib.postgres.fields import ArrayField
from django.db import models


class Launch(models.Model):
    """How far this instance is opened, beyond what the data says: which steps are passed over, and whether the list is put away."""

    skipped = ArrayField(models.CharField(max_length=60), default=list)
    put_away_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="launch_single")]

    def __str__(self) -> str:
        return f"put away {self.put_away_at}"
