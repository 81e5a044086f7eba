from django.db import models


class PushKey(models.Model):
    """The pair of keys by which browser makers' services know this installation (VAPID): made once, one row."""

    # What browsers are given: the point of P-256, uncompressed, in base64url.
    public = models.CharField(max_length=100)
    # A PEM, sealed (kernel.sealing).
    private = models.TextField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="push_key_single")]

    def __str__(self) -> str:
        return self.public


class Device(models.Model):
    """A browser that a member has asked to show them notifications, for as long as they are signed in there.

    It goes with its session: signing out, ending it from elsewhere, and being deactivated end it too.
    """

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("people.Session", on_delete=models.CASCADE, related_name="+")
    # "Firefox, Windows", as the browser says.
    name = models.CharField(max_length=80, blank=True)
    # Where its maker's service takes what is for it, and the keys that only it can open.
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    auth = models.CharField(max_length=40)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} of {self.member_id}"
