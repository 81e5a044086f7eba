from collections.abc import Sequence
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Member


class Kind(models.TextChoices):
    DISCUSSION = "discussion", _("Discussion")
    QUESTION = "question", _("Question")
    TESTIMONY = "testimony", _("Témoignage")
    FINDING = "finding", _("Vu sur le web")
    POLL = "poll", _("Sondage")


class ThreadQuerySet(models.QuerySet["Thread"]):
    def open_to(self, member: Member) -> Self:
        """The threads that are for everybody, or for an audience that ``member`` is in; empty ones included."""
        return self.filter(Q(restricted_to=[]) | Q(restricted_to__overlap=list(member.audience_ids)))

    def visible_to(self, member: Member) -> Self:
        """The threads that ``member`` may see: open to them, and with something in them unless it is their own, or was."""
        # Who deleted the last post finds it again, to restore it.
        wrote = _posts().filter(thread=models.OuterRef("pk"), author=member)
        return self.open_to(member).filter(Q(posts_count__gt=0) | Q(author=member) | models.Exists(wrote))

    def unanswered(self) -> Self:
        """Questions to which nobody but the asker has written, and that are not solved."""
        return self.filter(kind=Kind.QUESTION, answers_count=0, accepted_post=None, posts_count__gt=0)

    def for_audiences(self) -> Self:
        """Without those that are between a few people alone, and those that are hidden."""
        # Audiences have numbers above nought, people alone below (people.models.alone).
        return self.filter(Q(restricted_to=[]) | Q(restricted_to__0__gt=0))

    def run_by(self, member: Member) -> Self:
        """The threads that ``member`` facilitates, hidden ones too; never what is between a few people."""
        scoped = self.annotate(scope=Coalesce("shown_to", "restricted_to"))
        theirs = Q(scope__len__gt=0, scope__contained_by=sorted(member.facilitated_ids))
        if member.is_facilitator:
            return scoped.filter(Q(scope=[]) | Q(scope__overlap=member.joined_ids) | theirs)
        return scoped.filter(theirs) if member.facilitated_ids else self.none()

    def steered_by(self, member: Member) -> Self:
        """Those that ``member`` opened, or facilitates."""
        return self.filter(Q(author=member) | Q(pk__in=ThreadQuerySet(Thread).run_by(member).values("pk")))

    def anchored(self, anchor_type: str, anchor_id: int) -> Self:
        return self.filter(anchor_type=anchor_type, anchor_id=anchor_id)


def _posts() -> models.QuerySet[models.Model]:
    from .post import Post

    return Post._default_manager.order_by()


class Thread(models.Model):
    """A conversation, free or about an anchor (ui.anchors).

    A thread with a title begins with the text of whoever opened it: its post number 1. The main thread of an anchor may have
    none, it is then the talk that goes on under the anchor, and bears the anchor's title.
    """

    kind = models.CharField(max_length=12, choices=Kind.choices)
    title = models.CharField(max_length=160, blank=True)
    language = models.CharField(max_length=5, default="fr")
    theme = models.ForeignKey(
        "organisation.Theme", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # None once the person is erased, or when nobody opened it (the main thread of an anchor).
    author = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="threads")
    anchor_type = models.CharField(max_length=40, blank=True)
    anchor_id = models.BigIntegerField(null=True, blank=True)
    # The block of the anchor that it is about, by its id in the compiled lesson; "" for the whole.
    anchor_part = models.CharField(max_length=40, blank=True, default="", db_default="")
    is_main = models.BooleanField(default=False)
    # Ids of the audiences that may see it; empty for everybody. An anchored thread follows its anchor.
    restricted_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    accepted_post = models.ForeignKey(
        "Post", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # Kept, not counted: posts that are not deleted, those of them by others than the author, and the highest number given.
    posts_count = models.PositiveIntegerField(default=0)
    answers_count = models.PositiveIntegerField(default=0)
    last_number = models.PositiveIntegerField(default=0)
    # How many say that it is their question too.
    same_count = models.PositiveIntegerField(default=0, db_default=0)
    # Whether posts went from it or came to it (ThreadLink).
    is_linked = models.BooleanField(default=False, db_default=False)
    # No new replies since, but of facilitators.
    locked_at = models.DateTimeField(null=True, blank=True)
    # A hidden thread is for its author alone: ``restricted_to`` says so, and this keeps whom it was for. None where it is not hidden.
    shown_to = ArrayField(models.BigIntegerField(), null=True, blank=True)
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
            # With who may see them: how many a theme had lately is counted without a look at the table.
            models.Index(
                fields=["theme", "-last_post_at", "-id"],
                include=["restricted_to"],
                condition=Q(posts_count__gt=0),
                name="thread_theme",
            ),
            # What tells whether a thread that one follows has something unread, without a look at the table.
            models.Index(
                fields=["id"],
                include=["last_number", "theme", "restricted_to", "last_post_at"],
                condition=Q(posts_count__gt=0),
                name="thread_state",
            ),
            # Rows that are in no need of an index are not in it: each is one write less for every reply.
            models.Index(
                fields=["anchor_type", "anchor_id", "-is_main", "-last_post_at", "id"],
                condition=Q(anchor_id__isnull=False),
                name="thread_of_anchor",
            ),
            models.Index(fields=["accepted_post"], condition=Q(accepted_post__isnull=False), name="thread_accepted"),
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
    def audience_scope(self) -> list[int]:
        """The audiences whose facilitators run it: those it is restricted to, or was before it was hidden."""
        return list(self.restricted_to if self.shown_to is None else self.shown_to)

    @property
    def is_question(self) -> bool:
        return self.kind == Kind.QUESTION


def may_see(restricted_to: Sequence[int], audience_ids: Sequence[int]) -> bool:
    """The rule of ``visible_to`` for what is already in hand, such as an anchor."""
    return not restricted_to or not set(restricted_to).isdisjoint(audience_ids)
