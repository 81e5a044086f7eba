from datetime import time
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    """How a kind of notification comes by mail."""

    IMMEDIATE = "immediate", _("Tout de suite")
    DIGEST = "digest", _("Dans le condensé")
    NONE = "none", _("Pas de mail")

    @classmethod
    def _missing_(cls, value: Any) -> "Delivery | None":
        # What a node of the version before still writes while it serves beside this one.
        return cls.DIGEST if value == "daily" else None


class Every(models.TextChoices):
    """How often the digest comes, when there is something to say."""

    WEEK = "week", _("Chaque semaine")
    DAY = "day", _("Chaque jour ouvré")
    NEVER = "never", _("Jamais")


class Preference(models.Model):
    """How one kind of notification comes to a member; without a row, or where it holds None, as the kind's defaults say."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)
    app = models.BooleanField(null=True)
    push = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.delivery}"


class Weariness(models.Model):
    """What came of the last mails of a kind: those that nobody came for make it come less often.

    ``level`` is how often its frequency was halved: once takes a kind from mails at once to the digest; the digest itself
    (``kind`` is ``digest.DIGEST``) goes to every second week, then every fourth.
    """

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    # Mails of it in a row after which a week went by without a visit.
    unvisited = models.PositiveSmallIntegerField(default=0)
    level = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="weariness_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.level}"


class Schedule(models.Model):
    """When mails may reach a member, on the clocks of their site; without a row, the site's hours and the defaults below."""

    member = models.OneToOneField("people.Member", on_delete=models.CASCADE, primary_key=True, related_name="+")
    # Whether the quiet hours below are the member's choice; otherwise those of their site hold.
    own = models.BooleanField(default=False, db_default=True)
    # Equal hours mean no quiet hours; a start after the end goes over midnight.
    quiet_from = models.TimeField(default=time(19))
    quiet_until = models.TimeField(default=time(8))
    quiet_weekends = models.BooleanField(default=True)
    quiet_holidays = models.BooleanField(default=True, db_default=True)
    digest_every = models.CharField(max_length=5, choices=Every.choices, default=Every.WEEK, db_default=Every.WEEK)
    # Monday is 0.
    digest_weekday = models.PositiveSmallIntegerField(default=1, db_default=1)
    # The hour of the digest.
    daily_at = models.TimeField(default=time(8, 30))

    def __str__(self) -> str:
        return f"{self.member_id} {self.quiet_from} {self.quiet_until}"


class QuietHours(models.Model):
    """The quiet hours of a site, for those of its people who have not chosen their own; of the organisation, without a site."""

    site = models.ForeignKey("organisation.Site", null=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    quiet_from = models.TimeField(default=time(19))
    quiet_until = models.TimeField(default=time(8))
    quiet_weekends = models.BooleanField(default=True)
    quiet_holidays = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["site"], name="quiet_hours_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"site {self.site_id} {self.quiet_from} {self.quiet_until}"
