"""Teams as something to talk about: what is said on a team's page is for everybody, as the page is."""

from collections.abc import Collection, Mapping

from essaim.organisation.models import Team
from essaim.organisation.queries import Structure
from essaim.ui.anchors import Anchor


def resolve(ids: Collection[int]) -> Mapping[int, Anchor]:
    teams = Team.objects.filter(pk__in=ids).order_by("pk")
    return {team.pk: Anchor(title=team.label, url=f"/people/teams/{team.pk}/") for team in teams}


def team_named(reference: str) -> int | None:
    """The id of the team at a path such as ``Maison Brindel / Production``."""
    path = [name.strip() for name in reference.split(" / ")]
    return Structure().team(path) if len(path) > 1 else None
