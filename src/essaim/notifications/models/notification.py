from django.contrib.postgres.fields import ArrayField
from django.db import models

from .preference import Delivery


class MailState(models.TextChoices):
    NONE = "none", "none"  # in Essaim alone
    WAITING = "waiting", "waiting"  # for its moment
    TAKEN = "taken", "taken"  # gathered in a mail that is to leave
    SENT = "sent", "sent"
    SKIPPED = "skipped", "skipped"  # read before its mail could leave
    FAILED = "failed", "failed"  # the mail server said no for two days


class Notification(models.Model):
    """Something that concerns one member: words, an address, and whether they have read it.

    While it is unread, further events of its topic join it (actions.notify). The words are those of the recipient's language
    when it was written. Unread ones are counted by a partial index: a kept counter would be one more row that every act of a
    busy thread waits for.
    """

    recipient = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    # The first event that it told, and, with a topic, all of them: each counts once.
    entry_id = models.BigIntegerField()
    topic = models.CharField(max_length=80, blank=True, default="", db_default="")
    entry_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    # Who caused it, the last one; and with a topic all those of its kind, the latest first.
    actor = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    actor_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    # How many of its events are of a weaker kind than its own: they are counted, not told.
    beside = models.PositiveIntegerField(default=0, db_default=0)
    title = models.CharField(max_length=300)
    excerpt = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500)
    # The address without its fragment: being on that page is having read the notification.
    page = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    # What it tells of was deleted, hidden, or is not for its recipient any more: it is neither shown nor sent, and is no reading.
    # Where that comes back, it is what it was.
    gone = models.BooleanField(default=False, db_default=False)
    # The channels: in the centre and under the bell; on the member's devices; by mail, and how far that is.
    app = models.BooleanField(default=True, db_default=True)
    push = models.BooleanField(default=False, db_default=False)
    # When it left for the member's devices; None while it waits for its moment, or for a device.
    pushed_at = models.DateTimeField(null=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    mail_state = models.CharField(max_length=10, choices=MailState.choices)
    mail = models.ForeignKey("notifications.Mail", null=True, on_delete=models.SET_NULL, related_name="notifications")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recipient", "entry_id", "kind"], name="notification_once"),
            models.UniqueConstraint(
                fields=["recipient", "topic"], condition=models.Q(read_at__isnull=True) & ~models.Q(topic=""),
                name="notification_topic",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_newest"),
            models.Index(
                fields=["recipient", "-created_at", "-id"], condition=models.Q(read_at__isnull=True), name="notification_new"
            ),
            models.Index(fields=["recipient", "page"], condition=models.Q(read_at__isnull=True), name="notification_page"),
            # Whether an event was told of a topic already, to somebody who has read it since.
            models.Index(fields=["recipient", "topic"], condition=~models.Q(topic=""), name="notification_of_topic"),
            # What was told of a page, to whomever: words that change there change in the telling.
            models.Index(fields=["page"], name="notification_about"),
            models.Index(
                fields=["recipient", "delivery", "created_at"],
                condition=models.Q(mail_state=MailState.WAITING),
                name="notification_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.recipient_id}"
