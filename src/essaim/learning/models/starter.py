from django.db import models


class StarterImport(models.Model):
    """A starter sequence that somebody chose, on its way in: the worker brings it."""

    language = models.CharField(max_length=5)
    slug = models.SlugField(max_length=120)
    # For whom it is proposed; None for everybody.
    audience = models.ForeignKey("people.Audience", null=True, on_delete=models.SET_NULL, related_name="+")
    chosen_by = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    chosen_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    # Why it did not come in, in words for whoever chose it.
    problem = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language", "slug"], name="starter_once")]

    def __str__(self) -> str:
        return f"{self.language}/{self.slug}"
