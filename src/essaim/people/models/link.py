from django.db import models


class SignInLink(models.Model):
    """A one-time link that signs its member in. Only the secret's digest is stored."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    # Where to land after signing in, a path of ours.
    target = models.CharField(max_length=500, blank=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    # Printed on the server, by whoever runs it, and not mailed: it works where mailed links are closed.
    printed = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.member_id} until {self.expires_at}"
