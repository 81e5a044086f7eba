from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """How close a member stays to a thread or a theme. In order: between two that nobody chose by hand, the greater holds."""

    NONE = 0, _("Ne pas suivre")
    MUTED = 1, _("Silence")
    FOLLOWED = 2, _("Suivre")
    WATCHED = 3, _("Me prévenir")


class Why(models.TextChoices):
    """What made a member follow a thread."""

    CHOSEN = "chosen", _("parce que vous l'avez choisi")
    OPENED = "opened", _("parce que vous l'avez ouvert")
    REPLIED = "replied", _("parce que vous y avez répondu")
    VOTED = "voted", _("parce que vous y avez voté")
    NAMED = "named", _("parce qu'on vous y a nommé")


class Reading(models.Model):
    """How far a member has read a thread, and whether they follow it.

    What somebody chose for the thread holds; otherwise the greater of what their acts made of it and what they chose for its
    theme (``reading.LEVEL`` is that rule in SQL).
    """

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="readings", db_index=False)
    # The number of the last post read, 0 for none.
    read_number = models.PositiveIntegerField(default=0)
    level = models.PositiveSmallIntegerField(choices=Level.choices, default=Level.NONE)
    # Empty for who only read it.
    why = models.CharField(max_length=10, choices=Why.choices, blank=True, default="")
    opened_at = models.DateTimeField()
    # Since when something in it is unread to somebody who follows it, None where nothing is. Kept, and not looked up for each
    # thread that one follows: the worker says so soon after a post (``actions.unread``), whoever reads to the end takes it back.
    unread_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="reading_once")]
        indexes = [
            # What is unread to a member: counted on every list.
            models.Index(
                fields=["member", "-unread_since"], name="reading_unread",
                condition=models.Q(level__gte=Level.FOLLOWED, unread_since__isnull=False),
            ),
            # To whom a new post is unread.
            models.Index(
                fields=["thread"], name="reading_caught_up",
                condition=models.Q(level__gte=Level.FOLLOWED, unread_since=None),
            ),
            models.Index(fields=["member", "thread"], name="reading_of_member"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.member_id} in {self.thread_id}, {self.read_number}"


class ThemeFollow(models.Model):
    """How close a member stays to the threads of a theme."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    theme = models.ForeignKey("organisation.Theme", on_delete=models.CASCADE, related_name="+", db_index=False)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    # Threads that ended before count as read.
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "theme"], name="theme_follow_once")]
        indexes = [models.Index(fields=["theme", "member"], include=["level"], name="theme_followers")]

    def __str__(self) -> str:
        return f"{self.member_id} and theme {self.theme_id}"


class Visit(models.Model):
    """When a member last came to the conversations, and what had happened since the time before."""

    member = models.OneToOneField("people.Member", on_delete=models.CASCADE, primary_key=True, related_name="+")
    at = models.DateTimeField()
    # The visit before, from which the figures below count; None on the first one.
    before = models.DateTimeField(null=True)
    # The newest post there was.
    post_id = models.BigIntegerField()
    posts = models.PositiveIntegerField(default=0)
    by_team = models.PositiveIntegerField(default=0)
    solved = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.member_id} at {self.at}"
