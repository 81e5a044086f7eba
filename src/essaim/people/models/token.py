from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from essaim.kernel.ids import new_key


class Scope(models.TextChoices):
    """What a program may do with a token; never more than its member may."""

    READ = "read", _("Lire ce que vous voyez ici")
    WRITE = "write", _("Écrire et apprendre en votre nom")
    IMPORT = "import", _("Importer : dire de qui et de quand est un message")
    EVENTS = "events", _("Suivre le journal des événements")


class Token(models.Model):
    """A key by which a program acts for its member. Only the digest of the secret is stored."""

    # Carried by the form: sending it twice makes one token.
    key = models.UUIDField(unique=True, default=new_key, editable=False)
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    # The first letters of the secret, by which its owner recognises it.
    hint = models.CharField(max_length=12)
    scopes = ArrayField(models.CharField(max_length=12, choices=Scope))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    # Whether the session in which it was made had a second step; without, roles that need one sleep in it.
    second_step = models.BooleanField(default=False, db_default=False)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.hint}… of {self.member_id}"

    def state(self, now: datetime) -> str:
        """``revoked``, ``expired`` or ``open``."""
        if self.revoked_at:
            return "revoked"
        return "expired" if self.expires_at <= now else "open"


class TokenUse(models.Model):
    """How often a token was used in its last minute. The table is not logged (migration): a call costs no wait for the disk,
    and after a crash counting begins anew."""

    token = models.OneToOneField(Token, primary_key=True, on_delete=models.CASCADE, related_name="use")
    # The minute that ``calls`` counts, in minutes since 1970.
    minute = models.BigIntegerField()
    calls = models.PositiveIntegerField()
    # The day only: when somebody's program ran is their own business.
    last_used_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.token_id}: {self.calls}"
