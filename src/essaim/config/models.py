"""What the installation remembers of itself."""

from django.db import models


class Backup(models.Model):
    """A backup that was made: for ``doctor`` and whoever watches the installation."""

    made_at = models.DateTimeField()
    place = models.CharField(max_length=1000)
    size = models.BigIntegerField()  # bytes
    rows = models.BigIntegerField()
    files = models.BigIntegerField()
    seconds = models.FloatField()
    encrypted = models.BooleanField()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return self.place
