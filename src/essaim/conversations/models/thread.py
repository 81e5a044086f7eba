from collections.abc import Sequence
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Member


class Kind(models.TextChoices):
    DISCUSSION = "discussion", _("Discussion")
    QUESTION = "question", _("Question")


class ThreadQuerySet(models.QuerySet["Thread"]):
    def open_to(self, member: Member) -> Self:
        """The threads that are for everybody, or for an audience that ``member`` is in; empty ones included."""
        return self.filter(Q(restricted_to=[]) | Q(restricted_to__overlap=list(member.audience_ids)))

    def visible_to(self, member: Member) -> Self:
        """The threads that ``member`` may see: open to them, and with something in them unless it is their own."""
        return self.open_to(member).filter(Q(posts_count__gt=0) | Q(author=member))

    def unanswered(self) -> Self:
        """Questions to which nobody but the asker has written, and that are not solved."""
        return self.filter(kind=Kind.QUESTION, answers_count=0, accepted_post=None, posts_count__gt=0)

    def anchored(self, anchor_type: str, anchor_id: int) -> Self:
        return self.filter(anchor_type=anchor_type, anchor_id=anchor_id)


class Thread(models.Model):
    """A conversation, free or about an anchor (ui.anchors).

    A thread with a title begins with the text of whoever opened it: its post number 1. The main thread of an anchor may have
    none, it is then the talk that goes on under the anchor, and bears the anchor's title.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=5, default="fr")
    theme = models.ForeignKey("organisation.Theme", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # None once the person is erased, or when nobody opened it (the main thread of an anchor).
    author = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="threads")
    anchor_type = models.CharField(max_length=40, blank=True)
    anchor_id = models.BigIntegerField(null=True, blank=True)
    is_main = models.BooleanField(default=False)
    # Ids of the audiences that may see it; empty for everybody. An anchored thread follows its anchor.
    restricted_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    accepted_post = models.ForeignKey("Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Kept, not counted: posts that are not deleted, those of them by others than the author, and the highest number given.
    posts_count = models.PositiveIntegerField(default=0)
    answers_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    last_post_at = models.DateTimeField()
    created_at = models.DateTimeField()

    objects = ThreadQuerySet.as_manager()

    class Meta:
        ordering = ["-last_post_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["anchor_type", "anchor_id"], condition=Q(is_main=True), name="thread_one_main"),
            # A member introduces themselves once: the anchor is who they are.
            models.UniqueConstraint(
                fields=["anchor_id"], condition=Q(anchor_type="introduction"), name="thread_one_introduction"
            ),
            models.CheckConstraint(condition=Q(is_main=False) | Q(anchor_id__isnull=False), name="thread_main_anchored"),
            models.CheckConstraint(condition=Q(is_main=True) | ~Q(title=""), name="thread_titled"),
        ]
        indexes = [
            models.Index(fields=["-last_post_at", "-id"], name="thread_recent"),
            models.Index(fields=["theme", "-last_post_at", "-id"], name="thread_theme"),
            models.Index(fields=["anchor_type", "anchor_id", "-is_main", "-last_post_at", "id"], name="thread_about"),
            models.Index(
                fields=["-last_post_at", "-id"],
                condition=Q(kind="question", answers_count=0, accepted_post=None, posts_count__gt=0),
                name="thread_unanswered",
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"{self.anchor_type} {self.anchor_id}"

    @property
    def opening_number(self) -> int:
        """The number of the post that opens it, 0 when nobody opened it."""
        return 1 if self.title else 0

    @property
    def is_question(self) -> bool:
        return self.kind == Kind.QUESTION


def may_see(restricted_to: Sequence[int], audience_ids: Sequence[int]) -> bool:
    """The rule of ``visible_to`` for what is already in hand, such as an anchor."""
    return not restricted_to or not set(restricted_to).isdisjoint(audience_ids)
