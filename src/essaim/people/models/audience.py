from django.db import models

from essaim.organisation.models.named import Named


class Audience(Named):
    """A named rule that selects members.

    ``rule`` is a tree, see people.rules. Membership is kept (AudienceMembership): a page asks "is this member in it" with
    one index look-up, whatever the rule.
    """

    rule = models.JSONField(default=dict)
    # When the kept membership last agreed with the rule; None while a changed rule is being applied.
    refreshed_at = models.DateTimeField(null=True, blank=True)
    # How many it selects, as it may be shown: exact where the rule reads the directory alone, else protected
    # (people.audiences). Taken when the membership is refreshed; counting at each page would cost too much.
    shown_size = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]


class AudienceMembership(models.Model):
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "audience"], name="audience_member")]

    def __str__(self) -> str:
        return f"{self.audience_id} {self.member_id}"
