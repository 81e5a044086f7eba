from django.db import models


class Progress(models.Model):
    """That a member began a lesson, and finished it. Theirs alone: others see it in sums only."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    lesson = models.ForeignKey("learning.Lesson", on_delete=models.CASCADE, related_name="+")
    begun_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "lesson"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.member_id} in {self.lesson_id}"


class Answer(models.Model):
    """What a member answered to one activity; a new answer replaces it. Theirs alone.

    ``payload`` is ``{"choices": [ids]}`` for a quiz, ``{"text": …}`` for a reflection, ``{"state": "done" | "planned"}``
    for an exercise.
    """

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    lesson = models.ForeignKey("learning.Lesson", on_delete=models.CASCADE, related_name="+")
    block_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    payload = models.JSONField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "lesson", "block_id"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.member_id} on {self.block_id}"
