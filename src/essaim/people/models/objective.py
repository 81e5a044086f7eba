from django.db import models


class StatedObjective(models.Model):
    """What a member says they are asked to achieve. Private: it chooses what is proposed, and is shown to nobody else."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="stated_objectives")
    objective = models.ForeignKey("organisation.Objective", on_delete=models.CASCADE, related_name="+")
    # None: by answering a proposal, of which no moment is kept.
    stated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "objective"], name="objective_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.objective_id}"
