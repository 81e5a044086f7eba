from django.db import models


class IntroductionOffer(models.Model):
    """That a member does not want to be offered again to introduce themselves. Writing an introduction needs no row."""

    member = models.OneToOneField("people.Member", on_delete=models.CASCADE, primary_key=True, related_name="+")
    declined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"offer to {self.member_id}"
