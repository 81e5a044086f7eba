"""A team's page in the API: what it tries and its dates, by the rules of the page."""

import datetime
from typing import Annotated

from django.http import Http404
from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import AfterValidator, Field

from essaim.kernel.language import reading
from essaim.kernel.rest import After, Id, Limit, Page, Router, Text, Words, page, place, write_key
from essaim.organisation.models import Team
from essaim.people import teams as reads
from essaim.people.access import MemberRequest
from essaim.people.actions.teams import When, add_team_date, change_team_date, change_team_text, remove_team_date
from essaim.people.models import TeamChange, TeamDate

router = Router()

Version = Annotated[int, Field(ge=0, le=2**31 - 1)]
Title = Annotated[Words, Field(max_length=160), AfterValidator(lambda text: " ".join(text.split()))]


class TeamPageOut(Schema):
    """``text`` is Markdown, ``html`` what is shown. ``version`` goes back with the next change."""

    team_id: int
    text: str
    html: str
    version: int
    changed_at: datetime.datetime | None
    may_edit: bool
    url: str


class TeamPageIn(Schema):
    text: Text
    version: Version


class TeamDateOut(Schema):
    """On the wall clock of the organisation; without ``begins``, all day."""

    id: int
    title: str
    day: datetime.date
    begins: datetime.time | None
    ends: datetime.time | None
    place: str
    link: str
    version: int


class TeamDateIn(Schema):
    title: Annotated[Title, Field(min_length=1)]
    day: datetime.date
    begins: datetime.time | None = None
    ends: datetime.time | None = None
    place: Title = ""
    link: Annotated[str, Field(max_length=500, pattern=r"^(https?://[^\s\x00<>\"']+)?$")] = ""

    def when(self) -> When:
        begins, ends = (hour and hour.replace(tzinfo=None) for hour in (self.begins, self.ends))
        return When(self.title, self.day, begins, ends, self.place, self.link)


class TeamDateChange(TeamDateIn):
    """Everything anew."""

    version: Version


class TeamChangeOut(Schema):
    """Who changed what: ``before`` and ``after`` are the words that stood and that stand."""

    number: int
    what: str
    before: str
    after: str
    author_id: int | None
    changed_at: datetime.datetime


def _team(id: int) -> Team:
    found = reads.team_for(id)
    if found is None:
        raise Http404
    return found


def _shape_page(request: MemberRequest, team: Team) -> TeamPageOut:
    known = reads.page_of(team)
    return TeamPageOut(
        team_id=team.pk, text=known.source, html=known.html, version=known.version, changed_at=known.changed_at,
        may_edit=reads.may_edit(request.user, team), url=f"/people/teams/{team.pk}/",
    )  # fmt: skip


def _shape_date(date: TeamDate) -> TeamDateOut:
    return TeamDateOut(
        id=date.pk, title=date.title, day=date.day, begins=date.begins, ends=date.ends, place=date.place, link=date.link,
        version=date.version,
    )  # fmt: skip


@router.get("/teams/{id}/page", response=TeamPageOut, url_name="team-page", tags=["teams"], summary=_("La page d'une équipe"))
def team_page(request: MemberRequest, id: Id) -> TeamPageOut:
    """What the team says that it tries."""
    return _shape_page(request, _team(id))


@router.put(
    "/teams/{id}/page", response=TeamPageOut, url_name="team-page", tags=["teams"], summary=_("Écrire la page d'une équipe")
)
def put_team_page(request: MemberRequest, id: Id, body: TeamPageIn) -> TeamPageOut:
    """For the team, its manager and facilitators. With another ``version`` than what stands now, nothing is changed."""
    change_team_text(
        actor=request.user, team=_team(id), source=body.text, version=body.version, language=reading()
    )  # fmt: skip
    return _shape_page(request, _team(id))


@router.get(
    "/teams/{id}/dates", response=list[TeamDateOut], url_name="team-dates", tags=["teams"], summary=_("Les dates d'une équipe")
)
def team_dates(request: MemberRequest, id: Id) -> list[TeamDateOut]:
    """What comes next, today included; as many as its page shows."""
    return [_shape_date(date) for date in reads.coming_dates(_team(id))[: reads.MOST_DATES]]


@router.post(
    "/teams/{id}/dates", response={201: TeamDateOut}, url_name="team-dates", tags=["teams"], summary=_("Ajouter une date")
)
def new_team_date(request: MemberRequest, id: Id, body: TeamDateIn) -> TeamDateOut:
    return _shape_date(add_team_date(actor=request.user, team=_team(id), key=write_key(request), when=body.when()))


@router.put(
    "/teams/{id}/dates/{date}", response=TeamDateOut, url_name="team-date", tags=["teams"], summary=_("Changer une date")
)
def put_team_date(request: MemberRequest, id: Id, date: Id, body: TeamDateChange) -> TeamDateOut:
    return _shape_date(
        change_team_date(actor=request.user, team=_team(id), date_id=date, when=body.when(), version=body.version)
    )  # fmt: skip


@router.delete(
    "/teams/{id}/dates/{date}", response={204: None}, url_name="team-date", tags=["teams"], summary=_("Retirer une date")
)
def delete_team_date(request: MemberRequest, id: Id, date: Id) -> None:
    """Its words stay in what changed."""
    remove_team_date(actor=request.user, team=_team(id), date_id=date)


@router.get(
    "/teams/{id}/changes", response=Page[TeamChangeOut], url_name="team-changes", tags=["teams"],
    summary=_("Ce qui a changé sur la page d'une équipe"),
)  # fmt: skip
def team_changes(request: MemberRequest, id: Id, after: After = "", limit: Limit = 20) -> Page[TeamChangeOut]:
    """The latest first."""
    behind = place(after, int)
    found = reads.changes_of(_team(id), behind[0] if behind else None, most=limit)
    return page(request, found, limit, lambda row: (row.number,), _shape_change)


def _shape_change(row: TeamChange) -> TeamChangeOut:
    return TeamChangeOut(
        number=row.number, what=row.what, before=row.before, after=row.after, author_id=row.author_id, changed_at=row.changed_at
    )
