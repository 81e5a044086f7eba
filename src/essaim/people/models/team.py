"""A team's own page: what it tries, its dates, and who changed what."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class TeamPage(models.Model):
    """What a team says of itself. The row comes with the first change; a team without one has an empty page.

    ``version`` counts the changes of the text: who saves an older one than what stands is told, and loses nothing.
    """

    team = models.OneToOneField("organisation.Team", on_delete=models.CASCADE, primary_key=True, related_name="page")
    source = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=5, default="fr")
    version = models.PositiveIntegerField(default=0)
    # The number of the latest change, of the text or of a date.
    changes_count = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"page of team {self.team_id}"


class TeamChange(models.Model):
    """Who changed what on a team's page: the words before and after, kept."""

    class What(models.TextChoices):
        TEXT = "text", _("le texte")
        DATE_ADDED = "date-added", _("une date ajoutée")
        DATE_CHANGED = "date-changed", _("une date modifiée")
        DATE_REMOVED = "date-removed", _("une date retirée")

    page = models.ForeignKey(TeamPage, on_delete=models.CASCADE, related_name="changes", db_index=False)
    number = models.PositiveIntegerField()
    what = models.CharField(max_length=20, choices=What.choices)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    author = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="team_change_number")]

    def __str__(self) -> str:
        return f"{self.page_id} #{self.number} {self.what}"


class TeamDate(models.Model):
    """Something that a team does on a day, on the wall clock of the organisation; without a time, all day."""

    # Carried by the form: sending it twice adds one.
    key = models.UUIDField(unique=True)
    team = models.ForeignKey("organisation.Team", on_delete=models.CASCADE, related_name="dates", db_index=False)
    title = models.CharField(max_length=160)
    day = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=160, blank=True)
    link = models.URLField(max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)
    added_by = models.ForeignKey("people.Member", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["day", "begins", "pk"]
        indexes = [models.Index(fields=["team", "day"], name="team_date_day")]

    def __str__(self) -> str:
        return self.title


class CalendarFeed(models.Model):
    """The private address at which a member's calendar finds the dates of their team; only its digest is kept."""

    member = models.OneToOneField("people.Member", on_delete=models.CASCADE, primary_key=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"feed of {self.member_id}"
