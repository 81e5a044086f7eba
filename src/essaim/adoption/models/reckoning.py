from django.db import models


class Reckoning(models.Model):
    """What figures were last made of: the atoms of kernel.anonymity, with which the next ones are compared.

    ``scope`` is "audiences" or "teams". An atom: its groups, how many people, the sum of their keys, and its figures.
    """

    scope = models.CharField(max_length=20, primary_key=True)
    taken_at = models.DateTimeField()
    atoms = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.scope} of {self.taken_at}"


class Counted(models.Model):
    """In which atom a member was counted the last time: they stay there until five people make the same way."""

    reckoning = models.ForeignKey(Reckoning, on_delete=models.CASCADE, related_name="counted")
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    # The position of the atom in the reckoning's list.
    place = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reckoning", "member"], name="counted_once")]

    def __str__(self) -> str:
        return f"{self.member_id} at {self.place}"
