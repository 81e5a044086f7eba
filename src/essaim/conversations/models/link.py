from django.db import models


class ThreadLink(models.Model):
    """That posts went from one thread to another, which both say.

    ``merged``: all of ``source`` stands in ``target``, and its address leads there. ``split``: ``target`` began with posts of
    ``source``.
    """

    class Kind(models.TextChoices):
        MERGED = "merged"
        SPLIT = "split"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    source = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="links_out")
    target = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="links_in")
    # The first of the posts that went.
    post = models.ForeignKey("Post", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=models.Q(kind="merged"), name="thread_merged_once"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.kind} {self.target_id}"
