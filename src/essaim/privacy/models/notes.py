from typing import Self

from django.db import models


class RecordNotes(models.Model):
    """What only the organisation knows for its record of processing (one row)."""

    controller = models.TextField(blank=True)
    officer = models.TextField(blank=True)
    backups = models.TextField(blank=True)
    security = models.TextField(blank=True)
    more = models.TextField(blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="record_notes_single")]

    def __str__(self) -> str:
        return "record of processing"

    @classmethod
    def current(cls) -> Self:
        """The notes, empty ones before somebody wrote any."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
