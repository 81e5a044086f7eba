from django.contrib.postgres.fields import ArrayField
from django.db import models

SEALED_FOR = "company client secret"


class SignInSettings(models.Model):
    """How people come in: the company's provider of accounts, and what else is open. One row; ``current()`` is the way to it."""

    # Whose accounts they are, as the button says: "Se connecter avec Maison Brindel". Empty: the organisation's name.
    company_name = models.CharField(max_length=120, blank=True)
    issuer = models.CharField(max_length=300, blank=True)
    client_id = models.CharField(max_length=300, blank=True)
    # kernel.sealing, for SEALED_FOR.
    sealed_secret = models.TextField(blank=True)
    scopes = models.CharField(max_length=300, default="openid profile email")
    # Names of claims, with dots for what is inside another: "realm_access.roles".
    job_family_claim = models.CharField(max_length=120, blank=True)
    team_claim = models.CharField(max_length=120, blank=True)
    site_claim = models.CharField(max_length=120, blank=True)
    groups_claim = models.CharField(max_length=120, blank=True)
    # [{"group": "essaim-animation", "role": "facilitator", "audience": 12 or null}, …]
    group_roles = models.JSONField(default=list, blank=True)
    # Whether somebody who is not known yet gets an account by coming in.
    just_in_time = models.BooleanField(default=False)
    # Domains of addresses that the provider vouches for, though it does not say "email_verified".
    trusted_domains = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    passwords = models.BooleanField(default=True)
    links = models.BooleanField(default=True)
    # Roles that need a second step: they sleep in a session that had none.
    second_step_roles = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    # Whether the provider asks for a second step itself.
    company_second_step = models.BooleanField(default=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="sign_in_settings_single")]

    def __str__(self) -> str:
        return self.issuer or "no provider"

    @classmethod
    def current(cls) -> "SignInSettings":
        return cls.objects.filter(pk=1).first() or cls(pk=1)


class CompanyAccount(models.Model):
    """A member's account with the company's provider: it is this one, whatever its address becomes."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="company_accounts")
    issuer = models.CharField(max_length=300)
    # The provider's own name for the person, which it gives to nobody else.
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="company_account_once"),
            models.UniqueConstraint(fields=["member", "issuer"], name="company_account_one_a_member"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.subject}"
