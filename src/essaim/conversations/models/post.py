from typing import Self

from django.db import models
from django.db.models import Value

from essaim.people.models import Member

from .thread import Thread


class PostQuerySet(models.QuerySet["Post"]):
    def run_by(self, member: Member) -> Self:
        """The posts that ``member`` may moderate: of threads that they facilitate, and for who facilitates everybody also a post
        that somebody reported in a thread of an audience, which asks them to read it."""
        own = models.Q(thread__in=Thread.objects.run_by(member).order_by().values("pk"))
        if member.is_facilitator:
            own |= models.Q(models.Exists(_reports().filter(post=models.OuterRef("pk"))))
        return self.filter(own)


def _reports() -> models.QuerySet[models.Model]:
    from .report import Report

    return Report._default_manager.order_by()


class Post(models.Model):
    """One contribution to a thread. What was written is kept as Markdown, what is shown was rendered when it was written."""

    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="posts", db_index=False)
    # None once the person is erased: what they contributed stays.
    author = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="posts", db_index=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="replies", db_index=False)
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
    # Out of sight: by its author, or by a facilitator where ``hidden_at`` is set too.
    deleted_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    # Words that several people agreed to (actions.joint): they have no author.
    joint = models.BooleanField(default=False, db_default=False)
    # How many files came with the mail that it was; None where it was written here.
    mail_files = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        ordering = ["thread", "number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="post_number"),
            models.CheckConstraint(
                condition=models.Q(hidden_at=None) | models.Q(deleted_at__isnull=False), name="post_hidden_is_out_of_sight"
            ),
        ]
        indexes = [
            models.Index(fields=["author", "-created_at"], name="post_author"),
            # Posts that point to something (naming.REFERENCE) are few: they are found without reading the others.
            models.Index(fields=["id"], condition=models.Q(source__contains="#["), name="post_refers"),
            models.Index(fields=["parent"], condition=models.Q(parent__isnull=False), name="post_parent"),
        ]

    def __str__(self) -> str:
        return f"{self.thread_id} #{self.number}"
