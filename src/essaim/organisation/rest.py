"""The organisation in the API: its teams."""

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Schema

from essaim.kernel.rest import After, Id, Limit, Page, Router, page, place

from .models import Team
from .models.named import Named
from .queries import team_names, teams_behind

router = Router()


class NamedOut(Schema):
    """Something with a name in two languages; ``name`` is the reader's."""

    id: int
    slug: str
    name: str


class TeamOut(Schema):
    """A node in the tree of the organisation. ``path`` holds the names from the top down to the team itself."""

    id: int
    name: str
    parent_id: int | None
    path: list[str]


def named(row: Named) -> NamedOut:
    return NamedOut(id=row.pk, slug=row.slug, name=row.label)


def shape_team(team: Team, names: dict[int, str]) -> TeamOut:
    path = [names[id] for id in team.ancestor_ids if id in names]
    return TeamOut(id=team.pk, name=team.name, parent_id=team.parent_id, path=path)


@router.get("/teams", response=Page[TeamOut], url_name="teams", tags=["teams"], summary=_("Les équipes"))
def teams(request: HttpRequest, parent: Id | None = None, after: After = "", limit: Limit = 50) -> Page[TeamOut]:
    """Every team, or those right under ``parent``, in the order in which they were made."""
    behind = place(after, int)
    found = teams_behind(behind[0] if behind else 0, parent=parent, limit=limit + 1)
    names = team_names(found)
    return page(request, found, limit, lambda team: (team.pk,), lambda team: shape_team(team, names))


@router.get("/teams/{id}", response=TeamOut, url_name="team", tags=["teams"], summary=_("Une équipe"))
def team(request: HttpRequest, id: Id) -> TeamOut:
    found = Team.objects.filter(pk=id).first()
    if found is None:
        raise Http404
    return shape_team(found, team_names([found]))
