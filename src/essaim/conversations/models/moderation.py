from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _


class ModerationAct(models.Model):
    """What a facilitator did to somebody's words, and why. Acts are only added: taking one back is another (``undoes``)."""

    class Kind(models.TextChoices):
        HIDE_POST = "hide-post", _("Message masqué")
        SHOW_POST = "show-post", _("Message rétabli")
        HIDE_THREAD = "hide-thread", _("Fil masqué")
        SHOW_THREAD = "show-thread", _("Fil rétabli")
        LOCK = "lock", _("Fil fermé aux réponses")
        UNLOCK = "unlock", _("Fil rouvert")
        MOVE = "move", _("Fil déplacé dans un autre thème")
        MERGE = "merge", _("Fil réuni à un autre")
        SPLIT = "split", _("Messages mis dans un nouveau fil")
        WARN = "warn", _("Mot de l'équipe d'animation")

    kind = models.CharField(max_length=12, choices=Kind.choices)
    # None once the facilitator is erased, or after a year.
    actor = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    # Whose words they are; None where nobody opened the thread, or once the person is erased.
    member = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("Post", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    # Said to whoever is concerned.
    reason = models.TextField(blank=True)
    # For whom the thread was when it was done: facilitators of these see the act.
    restricted_to = ArrayField(models.BigIntegerField(), default=list, blank=True)
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undone_by")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["undoes"], name="act_undone_once")]
        indexes = [
            models.Index(fields=["member", "-at"], name="act_member"),
            models.Index(fields=["-at", "-id"], name="act_recent"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thread_id}"
