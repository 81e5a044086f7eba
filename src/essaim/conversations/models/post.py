from django.db import models
from django.db.models import Value


class Post(models.Model):
    """One contribution to a thread. What was written is kept as Markdown, what is shown was rendered when it was written."""

    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="posts")
    # None once the person is erased: what they contributed stays.
    author = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="posts")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies")
    # 1, 2, 3… within the thread, without holes: a page of a thread is a range of numbers.
    number = models.PositiveIntegerField()
    source = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=5, default="fr")
    # What pages show of the attachments, in order (actions.attachments): a thread is read without a look-up more.
    files = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    # How many colleagues said what of it, by meaning (models.reaction); a meaning that nobody chose is not there.
    reactions = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    # Carried by the form: sending it twice writes once.
    key = models.UUIDField(unique=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    # Words that several people agreed to (actions.joint): they have no author.
    joint = models.BooleanField(default=False, db_default=False)
    # How many files came with the mail that it was; None where it was written here.
    mail_files = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["thread", "number"]
        constraints = [models.UniqueConstraint(fields=["thread", "number"], name="post_number")]
        indexes = [models.Index(fields=["author", "-created_at"], name="post_author")]

    def __str__(self) -> str:
        return f"{self.thread_id} #{self.number}"
