from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _


class Delivery(models.TextChoices):
    NONE = "none", _("Dans Essaim seulement")
    IMMEDIATE = "immediate", _("Tout de suite par mail")
    DAILY = "daily", _("Dans le mail du matin")


class Preference(models.Model):
    """How one kind of notification comes to a member; without a row, as the kind's default says."""

    member = models.ForeignKey("people.Member", on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=60)
    delivery = models.CharField(max_length=10, choices=Delivery.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "kind"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} {self.delivery}"


class Schedule(models.Model):
    """When mails may reach a member, in the organisation's time zone; without a row, the defaults below."""

    member = models.OneToOneField("people.Member", on_delete=models.CASCADE, primary_key=True, related_name="+")
    # Equal hours mean no quiet hours; a start after the end goes over midnight.
    quiet_from = models.TimeField(default=time(19))
    quiet_until = models.TimeField(default=time(8))
    quiet_weekends = models.BooleanField(default=True)
    # The morning mail leaves at this hour, from Monday to Friday.
    daily_at = models.TimeField(default=time(8, 30))

    def __str__(self) -> str:
        return f"{self.member_id} {self.quiet_from} {self.quiet_until}"
