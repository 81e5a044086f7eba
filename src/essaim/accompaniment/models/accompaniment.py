from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from essaim.people.models import Member


class State(models.TextChoices):
    ASKED = "asked", _("une réponse est attendue")
    ACCEPTED = "accepted", _("rendez-vous pris")
    MET = "met", _("vous vous êtes vus")
    ENDED = "ended", _("terminé")
    DECLINED = "declined", _("décliné")
    WITHDRAWN = "withdrawn", _("demande retirée")


class Reached(models.TextChoices):
    YES = "yes", _("Oui, j'y arrive")
    PARTLY = "partly", _("En partie")
    NOT_YET = "not-yet", _("Pas encore")


class AccompanimentQuerySet(models.QuerySet["Accompaniment"]):
    def of(self, member: Member) -> Self:
        """Those that ``member`` is one of the two of: nobody else sees any, whatever their role."""
        return self.filter(Q(asker=member) | Q(helper=member))

    def going_on(self) -> Self:
        return self.filter(state__in=Accompaniment.GOING_ON)


class Accompaniment(models.Model):
    """Somebody asks a colleague to help them manage something: when they meet, and what came of it.

    What they say to each other is in the private thread about it (conversations), whose first post is what was asked.
    """

    GOING_ON = (State.ASKED, State.ACCEPTED, State.MET)

    # Carried by the form: sending it twice asks once.
    key = models.UUIDField(unique=True)
    # None once the person is erased.
    asker = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    helper = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    # What it is about (ui.anchors), a lesson for example; "" for nothing in particular.
    about_type = models.CharField(max_length=40, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    # What was proposed last, and by whom: the other one answers.
    times = ArrayField(models.DateTimeField(), default=list, blank=True)
    proposed_by_asker = models.BooleanField(default=True)
    place = models.CharField(max_length=160, blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    # The first meeting, the second…
    meeting = models.PositiveSmallIntegerField(default=1)
    # How often the time changed: calendars replace what they have.
    version = models.PositiveIntegerField(default=1)
    asker_met = models.BooleanField(null=True, blank=True)
    helper_met = models.BooleanField(null=True, blank=True)
    reached = models.CharField(max_length=8, choices=Reached.choices, blank=True)
    # What the asker says of it two weeks later, to the other one.
    word = models.TextField(blank=True)
    created_at = models.DateTimeField()
    # When the times were proposed, and what was asked about of itself since: once each for a meeting.
    asked_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    followed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AccompanimentQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["asker", "-created_at"], name="accompaniment_asker"),
            models.Index(fields=["helper", "state"], name="accompaniment_helper"),
            models.Index(
                fields=["state", "asked_at"], condition=Q(state__in=("asked", "accepted", "met")), name="accompaniment_going_on"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["asker", "helper"], condition=Q(state__in=("asked", "accepted")), name="accompaniment_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "met")) | Q(meets_at__isnull=False), name="accompaniment_time"
            ),
        ]

    def __str__(self) -> str:
        return f"accompaniment {self.pk}"

    def is_asker(self, member: Member) -> bool:
        return self.asker_id == member.pk

    def other(self, member: Member) -> Member | None:
        """The other one of the two, None once they are erased."""
        return self.helper if self.is_asker(member) else self.asker

    def answers(self, member: Member) -> bool:
        """Whether it is ``member`` who answers what was proposed last."""
        return self.state == State.ASKED and self.is_asker(member) != self.proposed_by_asker

    @property
    def has_met(self) -> bool:
        """Whether the two met at least once."""
        return bool(self.meeting > 1 or self.asker_met or self.helper_met)

    @property
    def is_going_on(self) -> bool:
        return self.state in self.GOING_ON
