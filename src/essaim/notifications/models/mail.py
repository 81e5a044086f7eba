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
    created_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    # When somebody else may take it that its sender was lost.
    next_try_at = models.DateTimeField()
    # When it was sent, or when it was found that nothing in it was worth sending any more.
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_try_at"], condition=models.Q(closed_at__isnull=True), name="mail_open")]

    def __str__(self) -> str:
        return self.message_id
