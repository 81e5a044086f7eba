from django.contrib.postgres.fields import ArrayField
from django.db import models


class Organisation(models.Model):
    """The one organisation that this installation serves; ``current()`` is the way to it."""

    name = models.CharField(max_length=160, default="Essaim")
    language = models.CharField(max_length=5, default="fr")
    time_zone = models.CharField(max_length=60, default="Europe/Paris")
    # Domains of addresses that members may invite.
    email_domains = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="organisation_single")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Organisation":
        return cls.objects.get_or_create(pk=1)[0]
