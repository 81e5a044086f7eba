from django.contrib.postgres.fields import ArrayField
from django.db import models


class Sequence(models.Model):
    """Ordered lessons for some audiences, whatever the language. Compiled from its pages when they are published."""

    translation_key = models.UUIDField(unique=True)
    # Ids, not relations: they are filtered on, and a page reads them without a join. Empty means everybody.
    proposed_to = ArrayField(models.BigIntegerField(), default=list)
    restricted_to = ArrayField(models.BigIntegerField(), default=list)
    theme_ids = ArrayField(models.BigIntegerField(), default=list)
    position = models.PositiveIntegerField(default=0)
    live = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"sequence {self.pk}"


class SequenceText(models.Model):
    """A sequence in one language, as published."""

    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    slug = models.SlugField(max_length=120)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    body_html = models.TextField(blank=True)

    class Meta:
        ordering = ["sequence_id", "language"]
        constraints = [
            models.UniqueConstraint(fields=["sequence", "language"], name="sequence_language"),
            models.UniqueConstraint(fields=["language", "slug"], name="sequence_slug"),
        ]

    def __str__(self) -> str:
        return self.title
