from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What the audit log keeps: who may do more than others, and how people come in."""

    ROLE_GRANTED = "role-granted", _("Rôle donné")
    ROLE_REVOKED = "role-revoked", _("Rôle retiré")
    SIGN_IN_CHANGED = "sign-in-changed", _("Connexion réglée")
    SECOND_STEP_RESET = "second-step-reset", _("Deuxième étape remise à zéro")
    COMPANY_LINKED = "company-linked", _("Compte de l'organisation relié")
    CODE_GIVEN = "code-given", _("Code d'entrée donné")
    ADDRESS_CHANGED = "address-changed", _("Adresse changée")
    ACCOUNT_REOPENED = "account-reopened", _("Compte rouvert")
    COMPANY_UNLINKED = "company-unlinked", _("Compte de l'organisation délié")


class AuditEntry(models.Model):
    """One line of the audit log. PostgreSQL refuses every change of it (people's migration 0007).

    Plain numbers and names, no foreign keys: a line outlives whom it names. ``people_audit_forget`` replaces a person by an
    empty name, and is the only way to.
    """

    at = models.DateTimeField()
    act = models.CharField(max_length=40, choices=Act.choices)
    # "" for a member, else what acted: "command-line", "set-up" (its page) or "company" (its groups).
    origin = models.CharField(max_length=20, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=250, blank=True)
    subject_id = models.BigIntegerField(null=True)
    subject_name = models.CharField(max_length=250, blank=True)
    # What was given, taken or set; never a secret, never a person.
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "people_auditentry"
        # Made by hand in the migration, with what protects it: Django neither alters nor empties it.
        managed = False
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%F} {self.act}"
