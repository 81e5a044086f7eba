"""The log itself. No foreign keys: the journal stands below everything, and erasure goes through it."""

from django.db import models


class Entry(models.Model):
    """One act that happened. Written by ``journal.record`` alone, never changed."""

    type = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    actor_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    payload = models.JSONField(default=dict)
    occurred_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["subject_type", "subject_id", "id"], name="journal_subject"),
            models.Index(fields=["actor_id", "id"], name="journal_actor"),
            models.Index(fields=["type", "id"], name="journal_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type} #{self.pk}"
