import uuid

from django.db import models


class Attachment(models.Model):
    """A file that somebody gave: of nobody else's business until the post that carries it is published.

    What pages show of it is kept on the post (``Post.files``), in the order of the post.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4)
    # None once the person is erased and what they wrote for others stays.
    uploader = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    post = models.ForeignKey("Post", null=True, blank=True, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=160)
    media_type = models.CharField(max_length=100)
    # Bytes of what is kept, and pixels; 0 for what has none.
    size = models.PositiveBigIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    # What a picture shows, for those who do not see it.
    alt = models.CharField(max_length=300, blank=True)
    # In the folder of attachments (filing.store).
    path = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["uploader", "created_at"], condition=models.Q(post=None), name="attachment_waiting")]

    def __str__(self) -> str:
        return f"{self.name} ({self.media_type})"

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
