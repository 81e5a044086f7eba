from collections.abc import Collection

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


def alone(member_id: int) -> int:
    """What stands for one member alone where ids of audiences say who may see something: a number that no audience has.

    Whoever may see what is restricted to audiences then needs no second rule for what is between a few people.
    """
    return -member_id


def within(restricted_to: Collection[int], member: str = "pk") -> models.Q:
    """Members who may see what is ``restricted_to`` these audiences and members alone; everybody where it is empty.

    Parameters:
        member: where the query that is filtered has the member's id.
    """
    if not restricted_to:
        return models.Q()
    inside = AudienceMembership.objects.filter(
        member=models.OuterRef(member), audience__in=[id for id in restricted_to if id > 0]
    )
    return models.Q(models.Exists(inside)) | models.Q(**{f"{member}__in": [-id for id in restricted_to if id < 0]})


class AudienceMembership(models.Model):
    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="memberships")
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "audience"], name="audience_member")]

    def __str__(self) -> str:
        return f"{self.audience_id} {self.member_id}"
