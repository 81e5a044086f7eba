from django.db import models


class KeptAnswer(models.Model):
    """What a write answered, kept for a day under the key that came with it: sent again, it gets the same answer."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    # Of method, address and body: the same key with something else is a mistake of the program's.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "key"], name="kept_answer_once")]
        indexes = [models.Index(fields=["created_at"], name="kept_answer_created")]

    def __str__(self) -> str:
        return f"{self.key} of {self.member_id}"
