from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member may do beyond being one. Managers are not here: the directory says who they are."""

    FACILITATOR = "facilitator", _("animateur, animatrice")
    CHAMPION = "champion", _("ambassadeur, ambassadrice")
    SPONSOR = "sponsor", _("sponsor")
    ADMINISTRATOR = "administrator", _("administrateur, administratrice")


# Roles that may hold for one audience only.
SCOPED = (Role.FACILITATOR, Role.CHAMPION)


class RoleGrant(models.Model):
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    # None: for everybody.
    audience = models.ForeignKey("people.Audience", null=True, on_delete=models.CASCADE, related_name="grants")
    granted_by = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    # "company" where the groups of the company's account gave it, and may take it back; "set-up" for the first administrator's.
    origin = models.CharField(max_length=20, blank=True)
    granted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "role", "audience"], name="role_once", nulls_distinct=False),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.role}"
