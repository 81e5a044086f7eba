"""Polls. With names, who voted for what is known and may be changed; without, nobody can tell afterwards (docs/anonymity.md)."""

import uuid

from django.db import models


class Poll(models.Model):
    """What a thread of the kind ``poll`` asks. Its options are written once: a vote stands for the words that were read."""

    thread = models.OneToOneField("Thread", on_delete=models.CASCADE, primary_key=True, related_name="poll")
    is_multiple = models.BooleanField(default=False)
    is_anonymous = models.BooleanField(default=False)
    # None stays open; an anonymous poll always closes, for its results come out once.
    closes_at = models.DateTimeField(null=True, blank=True)
    # How many members voted.
    voters = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_anonymous=False) | models.Q(closes_at__isnull=False), name="poll_anonymous_closes"
            ),
        ]

    def __str__(self) -> str:
        return f"poll of {self.thread_id}"


class PollOption(models.Model):
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=160)
    votes = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["poll", "position"]
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="poll_option_position")]

    def __str__(self) -> str:
        return self.text


class Vote(models.Model):
    """That a member chose an option of a poll with names."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "member"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.option_id} {self.member_id}"


class Ballot(models.Model):
    """That a member voted in an anonymous poll, and nothing of what: no date, no number that tells the order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="+", db_index=False)
    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "member"], name="ballot_once")]

    def __str__(self) -> str:
        return f"{self.poll_id} {self.member_id}"
