from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Volunteer(models.Model):
    """That a member is willing to accompany colleagues, how many at a time and on what. Nobody has a row unless they said so.

    A facilitator is asked without one, and may say here that they are away.
    """

    member = models.OneToOneField("people.Member", on_delete=models.CASCADE, primary_key=True, related_name="+")
    willing = models.BooleanField(default=False)
    at_once = models.PositiveSmallIntegerField(default=2)
    # Names out of their ask topics: one that they take away there counts no more here.
    topics = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    theme_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    # Until this day, included, nobody is offered to ask them.
    away_until = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(at_once__gte=1) & Q(at_once__lte=9), name="volunteer_at_once")]

    def __str__(self) -> str:
        return f"volunteer {self.member_id}"
