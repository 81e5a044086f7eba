from django.db import models


class SameQuestion(models.Model):
    """That a member asks themselves a question too. How many do is kept on the thread (``Thread.same_count``)."""

    thread = models.ForeignKey("Thread", on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["thread", "member"], name="same_question_once")]

    def __str__(self) -> str:
        return f"{self.thread_id} {self.member_id}"
