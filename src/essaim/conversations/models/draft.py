from django.contrib.postgres.fields import ArrayField
from django.db import models


class Draft(models.Model):
    """What a member has begun to write somewhere, theirs alone: one for each place.

    ``place``: ``thread:12``, ``anchor:lesson:3``, ``new``, ``new:lesson:3`` or ``edit:45``.
    """

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    place = models.CharField(max_length=80)
    source = models.TextField(blank=True)
    title = models.CharField(max_length=400, blank=True)
    # The other fields of the form, as they were sent: kind, theme, whom it answers.
    fields = models.JSONField(default=dict)
    # Keys of the files that wait in it.
    files = ArrayField(models.UUIDField(), default=list)
    # The key of the form: what it published needs no draft any more.
    key = models.UUIDField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [models.UniqueConstraint(fields=["member", "place"], name="draft_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.place}"
