from django.contrib.postgres.fields import ArrayField
from django.db import models

from .preference import Delivery


class Mail(models.Model):
    """A mail that is to leave: the notifications that it gathers point to it.

    It is written before it is sent, so that sending it again after a crash is sending the same mail, under the same
    Message-ID, whatever has been notified since.
    """

    recipient = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    message_id = models.CharField(max_length=200, unique=True)
    # Of account security: it asks for no quiet hours.
    urgent = models.BooleanField(default=False, db_default=False)
    # What a digest says, as it was chosen: title, url, why, meta. Emptied once it has left.
    items = models.JSONField(default=list, db_default=[])
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # When somebody else may take it that its sender was lost.
    next_try_at = models.DateTimeField()
    # When it was sent, or when it was found that nothing in it was worth sending any more.
    closed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # What it was about, once it has left; emptied when a week has shown whether its reader came (actions.weary).
    kinds = ArrayField(models.CharField(max_length=60), default=list, db_default=[])

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(closed_at__isnull=True), name="mail_open"),
            models.Index(fields=["sent_at"], condition=~models.Q(kinds=[]), name="mail_unjudged"),
        ]

    def __str__(self) -> str:
        return self.message_id


class Digest(models.Model):
    """When a member's next digest is due, and what the last ones said."""

    member = models.OneToOneField("people.Member", on_delete=models.CASCADE, primary_key=True, related_name="+")
    # None: they want none.
    next_at = models.DateTimeField(null=True)
    # It was due before, and waits until then for the member's quiet hours or days to end.
    held = models.BooleanField(default=False, db_default=False)
    # When it was last looked whether there is something to say.
    looked_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # Addresses of what was in the last ones, the latest first: nothing comes twice in a row.
    told = ArrayField(models.CharField(max_length=500), default=list)

    class Meta:
        indexes = [models.Index(fields=["next_at"], name="digest_due")]

    def __str__(self) -> str:
        return f"digest of {self.member_id}"
