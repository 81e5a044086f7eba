from django.db import models


class AskTopic(models.Model):
    """A subject on which a member says that they may be asked. Nobody has any unless they wrote it themselves."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="ask_topics", db_index=False)
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)

    class Meta:
        ordering = ["member", "position"]
        constraints = [models.UniqueConstraint(fields=["member", "position"], name="ask_topic_position")]

    def __str__(self) -> str:
        return self.name
