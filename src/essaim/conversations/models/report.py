from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    HURTFUL = "hurtful", _("Blessant ou irrespectueux")
    PRIVATE = "private", _("Dit quelque chose de privé ou de confidentiel")
    FALSE = "false", _("Faux ou dangereux si on le suit")
    OFF_TOPIC = "off-topic", _("Hors sujet, ou au mauvais endroit")
    OTHER = "other", _("Autre chose")


class Report(models.Model):
    """That a member asks the facilitators to look at a post. Its author never learns who did."""

    post = models.ForeignKey("Post", on_delete=models.CASCADE, related_name="reports", db_index=False)
    # None once the person is erased.
    reporter = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=12, choices=Reason.choices)
    text = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # Closed by what was done about it, or by nothing: then ``act`` stays empty.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("people.Member", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    act = models.ForeignKey("ModerationAct", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "reporter"], name="report_once")]
        indexes = [models.Index(fields=["created_at"], condition=models.Q(closed_at=None), name="report_open")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.reason}"
