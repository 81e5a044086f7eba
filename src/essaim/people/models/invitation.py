import uuid
from datetime import datetime

from django.db import models
from django.utils.crypto import salted_hmac

from essaim.kernel.ids import digest, new_key


class Invitation(models.Model):
    """A member asks a colleague in: by address, or with a link that they hand on themselves.

    The secret of its address is not stored: it is made again from ``key`` and the site's own secret, so that a mail that is
    sent twice says the same, and its inviter may copy the link again. ``digest`` recognises it.
    """

    key = models.UUIDField(unique=True, default=new_key)
    digest = models.CharField(max_length=64, unique=True)
    inviter = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="invitations")
    # "" for a link, which whoever has an address of the organisation may use.
    email = models.EmailField(max_length=254, blank=True)
    # The invited person where the directory already knows them; they only have to enter.
    member = models.ForeignKey("people.Member", null=True, on_delete=models.CASCADE, related_name="+")
    # Set where a facilitator invited a whole audience.
    audience = models.ForeignKey("people.Audience", null=True, on_delete=models.SET_NULL, related_name="+")
    # The page they were invited to, a path of ours; "" for the home page.
    target = models.CharField(max_length=500, blank=True)
    # What that page was called; "" where not everybody may know.
    target_title = models.CharField(max_length=300, blank=True)
    # What the inviter adds to the mail, in their own words.
    words = models.CharField(max_length=500, blank=True)
    # The language of the mail where the recipient has not chosen one.
    language = models.CharField(max_length=5, default="fr")
    uses_allowed = models.PositiveSmallIntegerField(default=1)
    uses = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["inviter", "-id"], name="invitation_inviter"),
            models.Index(fields=["member"], name="invitation_member"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} by {self.inviter_id}"

    @staticmethod
    def secret_of(key: uuid.UUID) -> str:
        return salted_hmac("essaim.people.invitation", key.hex, algorithm="sha256").hexdigest()

    @property
    def secret(self) -> str:
        return self.secret_of(self.key)

    @classmethod
    def digest_of(cls, key: uuid.UUID) -> str:
        return digest(cls.secret_of(key))

    @property
    def kind(self) -> str:
        return "address" if self.email else "link"

    @property
    def target_name(self) -> str:
        """The page they were invited to as one says it: its title, else its address; "" for the home page."""
        return self.target_title or self.target

    def state(self, now: datetime) -> str:
        """``revoked``, ``used-up``, ``expired`` or ``open``."""
        if self.revoked_at:
            return "revoked"
        if self.uses >= self.uses_allowed:
            return "used-up"
        return "expired" if self.expires_at <= now else "open"


class InvitationAcceptance(models.Model):
    """Who came by which invitation, and so who invited whom."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="acceptances")
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    accepted_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["invitation", "member"], name="acceptance_once")]

    def __str__(self) -> str:
        return f"{self.invitation_id} {self.member_id}"
