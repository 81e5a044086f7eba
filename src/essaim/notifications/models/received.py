from django.db import models


class Received(models.TextChoices):
    WAITING = "waiting", "waiting"  # for the worker
    POSTED = "posted", "posted"
    REFUSED = "refused", "refused"  # its sender is told, where that is safe
    DROPPED = "dropped", "dropped"  # nobody wrote it
    FAILED = "failed", "failed"  # it could not be read for a day


class ReceivedMail(models.Model):
    """A mail that came, to the letter. It is a row before its sender's server is told that it was taken.

    It stays for thirty days: whoever wrote it finds the whole of it from their post.
    """

    # Of its Message-ID and its address: the same mail again is the same row, and the post's key.
    key = models.UUIDField(unique=True)
    # Who may answer with the address that it came to; None once they are erased.
    member = models.ForeignKey("people.Member", null=True, on_delete=models.CASCADE, related_name="+")
    recipient = models.CharField(max_length=320)
    # What the sending server said; None where a folder of mails does not tell.
    envelope_sender = models.CharField(max_length=320, null=True)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=Received.choices, default=Received.WAITING)
    # Why it was not posted: ``sender``, ``gone``, ``empty``…
    reason = models.CharField(max_length=40, blank=True)
    # What its writer is told, in their language.
    words = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    # When the answer to its sender left.
    answered_at = models.DateTimeField(null=True, blank=True)
    # Where it was posted: a path of ours.
    page = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["member", "received_at"], name="received_member"),
            models.Index(fields=["received_at"], name="received_at"),
            models.Index(fields=["page"], condition=~models.Q(page=""), name="received_page"),
            models.Index(fields=["next_try_at"], condition=models.Q(closed_at__isnull=True), name="received_open"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.received_at:%Y-%m-%d %H:%M}"
