from django.db import models
from django.utils.translation import gettext_lazy as _


class ObjectiveProposal(models.Model):
    """An objective that a manager proposes to those whom the directory names as theirs.

    ``shown_answered`` and ``shown_taken`` are the figures as they may be shown (kernel.anonymity), counted once a night:
    counted at each look they would tell who has just answered. None: not counted yet, or never to be shown.
    """

    # Carried by the form: sending it twice proposes once.
    key = models.UUIDField(unique=True)
    manager = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="proposals")
    objective = models.ForeignKey("organisation.Objective", on_delete=models.CASCADE, related_name="+")
    note = models.TextField(blank=True)
    proposed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    counted_on = models.DateField(null=True, blank=True)
    shown_answered = models.JSONField(null=True, blank=True)
    shown_taken = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["manager", "objective"], condition=models.Q(withdrawn_at__isnull=True), name="proposal_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.manager_id} {self.objective_id}"


class ProposalAnswer(models.Model):
    """What one member answers to a proposal; private, no date is kept. The rows are made with the proposal: whom it was made to
    does not change with the directory."""

    class Answer(models.TextChoices):
        WAITING = "", _("pas encore répondu")
        ACCEPTED = "accepted", _("accepté")
        ADAPTED = "adapted", _("adapté")
        DECLINED = "declined", _("décliné")

    proposal = models.ForeignKey(ObjectiveProposal, on_delete=models.CASCADE, related_name="answers", db_index=False)
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="proposal_answers")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "member"], name="proposal_answer_once")]

    def __str__(self) -> str:
        return f"answer to proposal {self.proposal_id}"
