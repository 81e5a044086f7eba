from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


def _all_languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


class Organisation(models.Model):
    """The one organisation that this installation serves; ``current()`` is the way to it."""

    name = models.CharField(max_length=160, default="Essaim")
    language = models.CharField(max_length=5, default="fr")
    time_zone = models.CharField(max_length=60, default="Europe/Paris")
    # A calendar of organisation.public_holidays, "" for none: that of the sites which have no other.
    public_holidays = models.CharField(max_length=12, blank=True, default="FR", db_default="FR")
    # Domains of addresses that members may invite.
    email_domains = ArrayField(models.CharField(max_length=120), default=list, blank=True)

    # Those in which the interface is offered; ``language`` is one of them, and comes first.
    languages = ArrayField(models.CharField(max_length=5), default=_all_languages)
    # "" is the accent that everybody begins with.
    accent = models.CharField(max_length=7, blank=True, default="")
    logo = models.ForeignKey("organisation.Logo", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    # Goes up with every change, so that what is kept in memory is known to be old (organisation.known).
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="organisation_single")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> "Organisation":
        return cls.objects.get_or_create(pk=1)[0]
