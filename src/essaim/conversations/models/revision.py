from django.db import models


class PostRevision(models.Model):
    """A text that a post had before it was changed. Texts of posts that are deleted, or whose author is erased, are not shown."""

    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="revisions")
    source = models.TextField()
    # Of the thread, where the post opened it.
    title = models.CharField(max_length=160, blank=True)
    # The page of the web that its thread was about, as ``Finding`` writes it.
    page = models.CharField(max_length=2200, blank=True, default="", db_default="")
    # When this text was written, and when another took its place.
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["post", "pk"]

    def __str__(self) -> str:
        return f"{self.post_id} until {self.replaced_at:%Y-%m-%d %H:%M}"
