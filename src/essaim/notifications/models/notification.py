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

    The words are those of the recipient's language when it was written. Unread ones are counted by a partial index: a kept
    counter would be one more row that every act of a busy thread waits for.
    """

    recipient = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    entry_id = models.BigIntegerField()
    actor = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=300)
    excerpt = models.CharField(max_length=300, blank=True)
    url = models.CharField(max_length=500)
    # The address without its fragment: being on that page is having read the notification.
    page = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    mail_state = models.CharField(max_length=10, choices=MailState.choices)
    mail = models.ForeignKey("notifications.Mail", null=True, on_delete=models.SET_NULL, related_name="notifications")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["recipient", "entry_id", "kind"], name="notification_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_recipient"),
            models.Index(fields=["recipient", "-id"], condition=models.Q(read_at__isnull=True), name="notification_unread"),
            models.Index(fields=["recipient", "page"], condition=models.Q(read_at__isnull=True), name="notification_page"),
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
