from django.db import models
from django.utils.translation import gettext_lazy as _


class Meaning(models.TextChoices):
    """What a colleague can say of a post without writing. Nothing is ranked by it."""

    THANKS = "thanks", _("Merci")
    USEFUL = "useful", _("Utile")
    LEARNT = "learnt", _("J'ai appris")
    TRIED = "tried", _("J'ai essayé")
    DISAGREE = "disagree", _("Je ne suis pas d'accord")


class Reaction(models.Model):
    """That a member said this of a post. How many did is kept on the post (``Post.reactions``)."""

    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")
    meaning = models.CharField(max_length=12, choices=Meaning.choices)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["post", "member", "meaning"], name="reaction_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.member_id} {self.meaning}"
