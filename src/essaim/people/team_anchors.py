"""Teams as something to talk about: what is said on a team's page is for everybody, as the page is."""

from essaim.organisation.models.named import label
from essaim.organisation.queries import Structure
from essaim.ui.anchors import Anchor, Kind

TEAMS = Kind(
    "SELECT json_build_array(team.name) FROM organisation_team team WHERE team.id = {id}",
    lambda id, row: Anchor(title=label(row[0]), url=f"/people/teams/{id}/"),
)


def team_named(reference: str) -> int | None:
    """The id of the team at a path such as ``Maison Brindel / Production``."""
    path = [name.strip() for name in reference.split(" / ")]
    return Structure().team(path) if len(path) > 1 else None
