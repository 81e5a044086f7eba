import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Member


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def visible_to(self, member: Member) -> Self:
        """Those that came out, for everybody or for an audience that ``member`` is in."""
        return self.filter(Q(restricted_to=[]) | Q(restricted_to__overlap=list(member.audience_ids))).filter(
            state__in=(Announcement.State.PUBLISHED, Announcement.State.WITHDRAWN)
        )

    def on_home(self, at: datetime.datetime) -> Self:
        """Those that home shows at that moment to whom they are for."""
        return self.filter(state=Announcement.State.PUBLISHED, home_until__gt=at)


class Announcement(models.Model):
    """Words of the facilitators to an audience, or to everybody."""

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        SCHEDULED = "scheduled", _("programmée")
        PUBLISHED = "published", _("publiée")
        WITHDRAWN = "withdrawn", _("retirée")

    # Carried by the form: sending it twice writes once.
    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    title = models.CharField(max_length=160)
    source = models.TextField()
    html = models.TextField()
    language = models.CharField(max_length=5, default="fr")
    # None once the person is erased.
    author = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    # Ids of the audiences that it is for; empty for everybody. Fixed once it came out.
    restricted_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    by_mail = models.BooleanField(default=False)
    # When it is to come out, while it is scheduled; when it came out, afterwards.
    publish_at = models.DateTimeField(null=True, blank=True)
    home_until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    # Two facilitators who save at once: the second is told, and loses nothing.
    version = models.PositiveIntegerField(default=1)
    # How many opened it, as it may be shown (kernel.anonymity), counted by the worker. None: not counted, or never shown.
    shown_seen = models.JSONField(null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        indexes = [
            models.Index(fields=["-publish_at", "-id"], condition=Q(state="published"), name="announcement_out"),
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="announcement_scheduled"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state="draft") | Q(publish_at__isnull=False), name="announcement_moment")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_out(self) -> bool:
        return self.state in (self.State.PUBLISHED, self.State.WITHDRAWN)


class Seen(models.Model):
    """That home need not show an announcement to a member any more: they opened it, or put it away.

    No date, and the row goes when home shows the announcement to nobody any more. Nobody is shown whose it is.
    """

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="seen")
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    # Opened, rather than put away unread.
    opened = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "announcement"], name="announcement_seen_once")]

    def __str__(self) -> str:
        return f"announcement {self.announcement_id}"
