from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

# Time to change one's mind: long enough for a holiday, within the month that the law gives (GDPR, article 12.3).
DELAY = timedelta(days=14)


class Reason(models.TextChoices):
    ASKED = "asked", _("La personne l'a demandé ici")
    OFFICER = "officer", _("La personne l'a demandé autrement, ou le délégué à la protection des données le demande")
    LEFT = "left", _("La personne a quitté l'organisation")


class Erasure(models.Model):
    """That somebody is to be erased, and when it was done. What is kept afterwards names nobody.

    ``member_id`` is a number without its person once they are erased: no other row has it. It is kept so that an older
    backup, restored, can be cleaned again (``erase_again``). No foreign key: the row outlives the person.
    """

    member_id = models.BigIntegerField(unique=True)
    # Who asked: the person, or the administrator who answers for it.
    asked_by_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=10, choices=Reason.choices)
    keeps_texts = models.BooleanField(default=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    # Where colleagues' texts name the person, and the keys of those that an administrator leaves as they are.
    looked_at = models.DateTimeField(null=True, blank=True)
    found = models.JSONField(default=list)
    leave = models.JSONField(default=list)
    # Files that name the person, or that nobody could read; once they are erased, without the name.
    by_hand = models.JSONField(default=list, db_default=models.Value([], models.JSONField()))
    # The database is one transaction; its files follow, and are tried again until none is left.
    erased_at = models.DateTimeField(null=True, blank=True)
    files = models.JSONField(default=list)
    done_at = models.DateTimeField(null=True, blank=True)
    # Holding to how many rows; and where the person still stands, if anywhere: tables and numbers, no words.
    report = models.JSONField(default=dict)
    residue = models.JSONField(default=list)

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"erasure {self.pk}"

    def may_change_mind(self, now: datetime) -> bool:
        return self.erased_at is None and self.due_at > now
