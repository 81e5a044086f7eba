"""A team's page is changed by its members and its manager; every change keeps who made it and what stood before."""

import dataclasses
import datetime
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock, markup, typography
from essaim.kernel.errors import Refused
from essaim.kernel.language import reading
from essaim.organisation.models import Team
from essaim.people.events import TeamPageChanged
from essaim.people.models import Member, TeamChange, TeamDate, TeamPage
from essaim.people.teams import may_edit

MAX_LENGTH = 10_000
_LONGEST_BACK = datetime.timedelta(days=366)


class ChangedMeanwhile(Refused):
    """Somebody else saved since the form was shown; ``current`` is what stands now: a TeamPage or a TeamDate."""

    def __init__(self, current: TeamPage | TeamDate):
        super().__init__(
            _("Quelqu'un d'autre a enregistré entre-temps. Votre texte est gardé ici : comparez, puis enregistrez."),
            code="changed-meanwhile",
        )
        self.current = current


@dataclasses.dataclass(frozen=True)
class When:
    """What a team does and when, on the wall clock of the organisation; without ``begins``, all day."""

    title: str
    day: datetime.date
    begins: datetime.time | None = None
    ends: datetime.time | None = None
    place: str = ""
    link: str = ""


@transaction.atomic
def change_team_text(*, actor: Member | None, team: Team, source: str, version: int, language: str) -> TeamPage:
    """Sets what a team says that it tries. ``version`` is the one that the form showed. Raises Refused, ChangedMeanwhile.

    The same text again changes nothing. ``actor`` is None for an import.
    """
    page = _hold(actor, team)
    source = markup.clean_source(source)
    if len(source) > MAX_LENGTH:
        raise Refused(
            _("Ce texte compte %(n)d caractères, %(most)d au plus.") % {"n": len(source), "most": MAX_LENGTH}, code="too-long"
        )
    if source == page.source:
        return page
    if version != page.version:
        raise ChangedMeanwhile(page)
    before = page.source
    page.source, page.html, page.language = source, markup.rendered(source, language=language), language
    page.version += 1
    _note(actor, page, TeamChange.What.TEXT, before, source)
    return page


def add_team_date(*, actor: Member | None, team: Team, key: uuid.UUID, when: When) -> TeamDate:
    """Adds a date to a team's page. The same ``key`` again adds nothing. Raises Refused."""
    try:
        with transaction.atomic():
            if known := TeamDate.objects.filter(key=key, team=team).first():
                return known
            when = _checked(when)
            page = _hold(actor, team)
            date = TeamDate.objects.create(
                key=key, team=team, added_by=actor, changed_at=clock.now(), **dataclasses.asdict(when)
            )  # fmt: skip
            _note(actor, page, TeamChange.What.DATE_ADDED, "", words_of(date))
            return date
    except IntegrityError:
        # The same form arrived twice at once: the other one was quicker.
        return TeamDate.objects.get(key=key, team=team)


@transaction.atomic
def change_team_date(*, actor: Member, team: Team, date_id: int, when: When, version: int) -> TeamDate:
    """Changes a date. Raises Refused, ChangedMeanwhile, and TeamDate.DoesNotExist where somebody removed it."""
    when = _checked(when)
    page = _hold(actor, team)
    date = TeamDate.objects.select_for_update().get(pk=date_id, team=team)
    if date.version != version:
        raise ChangedMeanwhile(date)
    before = words_of(date)
    for name, value in dataclasses.asdict(when).items():
        setattr(date, name, value)
    if words_of(date) != before:
        date.version, date.changed_at = date.version + 1, clock.now()
        date.save()
        _note(actor, page, TeamChange.What.DATE_CHANGED, before, words_of(date))
    return date


@transaction.atomic
def remove_team_date(*, actor: Member, team: Team, date_id: int) -> None:
    """Takes a date off the page; its words stay in the history. Doing it twice changes nothing. Raises Refused."""
    page = _hold(actor, team)
    date = TeamDate.objects.filter(pk=date_id, team=team).first()
    if date:
        before = words_of(date)
        date.delete()
        _note(actor, page, TeamChange.What.DATE_REMOVED, before, "")


def words_of(date: TeamDate) -> str:
    """A date in words that the history keeps."""
    hours = "-".join(f"{hour:%H:%M}" for hour in (date.begins, date.ends) if hour)
    return "\n".join(part for part in (date.title, f"{date.day:%Y-%m-%d} {hours}".strip(), date.place, date.link) if part)


def _hold(actor: Member | None, team: Team) -> TeamPage:
    """The team's page, locked; made if it was not there. Raises Refused where the actor has no part in the team."""
    if actor and not may_edit(actor, team):
        raise Refused(_("Cette page est tenue par les membres de l'équipe et leur responsable."), code="not-yours")
    TeamPage.objects.get_or_create(team=team)
    return TeamPage.objects.select_for_update().get(team=team)


def _checked(when: When) -> When:
    """``when`` with its typography; raises Refused for what cannot be."""
    if when.ends and (when.begins is None or when.ends <= when.begins):
        raise Refused(_("La fin vient avant le début : corrigez les heures."), code="hours")
    if not clock.today() - _LONGEST_BACK <= when.day <= clock.today() + 5 * _LONGEST_BACK:
        raise Refused(_("Ce jour est trop loin d'aujourd'hui : vérifiez l'année."), code="day")
    title, most = typography.set_text(when.title, reading()), TeamDate._meta.get_field("title").max_length or 0
    if len(title) > most:
        raise Refused(
            _("Ce titre compte %(n)d caractères, %(most)d au plus.") % {"n": len(title), "most": most}, code="title-long"
        )
    return dataclasses.replace(when, title=title)


def _note(actor: Member | None, page: TeamPage, what: TeamChange.What, before: str, after: str) -> None:
    page.changes_count += 1
    page.changed_at = clock.now()
    page.save()
    TeamChange.objects.create(
        page=page, number=page.changes_count, what=what, before=before, after=after, author=actor, changed_at=page.changed_at
    )
    journal.record(TeamPageChanged(actor_id=actor.pk if actor else None, subject_id=page.team_id, what=what))
