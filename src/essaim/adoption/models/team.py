from django.db import models


class TeamFigures(models.Model):
    """What may be shown of a team to who leads it: the figures of kernel.anonymity.table, replaced each week.

    A team without a row has none: it is too small, or so close to another that their difference would be too small.
    """

    team = models.OneToOneField("organisation.Team", on_delete=models.CASCADE, primary_key=True, related_name="+")
    taken_at = models.DateTimeField()
    # For each sequence, begun and finished: value, and whether it may be written as a number.
    sequences = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"figures of team {self.team_id}"
