from django.db import models


class Mention(models.Model):
    """A colleague named in a post, who may see it."""

    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="mentions", db_index=False)
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "member"], name="mention_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.member_id}"
