"""Names for the ids of a rule, and ids for the names that people write in files."""

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from essaim.kernel.names import fold
from essaim.kernel.ordering import by_name
from essaim.organisation.models import JobFamily, Site, Team, Theme
from essaim.organisation.queries import Names, Structure
from essaim.people.models import Role

from .parse import ROLES, InvalidRule, Parser, to_json

MANAGER = _("responsable d'équipe")


def from_names(data: Any) -> dict[str, Any]:
    """The rule as it is stored, from one written with names or slugs: ``{"site": ["Lyon"]}``. Raises InvalidRule.

    A team is named by its path (``Maison Brindel / Production``), or by its name where only one team has it.
    """
    structure = Structure()
    themes = Names(Theme.objects.order_by("pk").values_list("pk", "slug", "name", "name_en"))

    def values(fact: str, listed: list[Any]) -> tuple[int | str, ...]:
        return tuple(sorted({find(fact, str(name)) for name in listed}, key=str))

    def find(fact: str, name: str) -> int | str:
        found: int | str | None
        match fact:
            case "job_family":
                found = structure.job_families.find(name)
            case "site":
                found = structure.sites.find(name)
            case "objective_theme":
                found = themes.find(name)
            case "role":
                found = name if name in ROLES else None
            case _:
                found = _team(structure, name)
        if found is None:
            raise InvalidRule(
                _("« %(name)s » n'existe pas dans l'organisation : la règle ne peut pas s'y référer.") % {"name": name}
            )
        return found

    return to_json(Parser(values).node(data, 0))


def _team(structure: Structure, name: str) -> int | None:
    path = [part.strip() for part in name.split("/")]
    if (found := structure.team(path)) is not None:
        return found
    same = [id for id, names in structure.paths.items() if fold(names[-1]) == fold(name)]
    return same[0] if len(same) == 1 else None


class Labels:
    """What the values of conditions are called, in the reader's language: four small reads, each at its first use."""

    def __init__(self) -> None:
        self._known: dict[str, dict[int | str, str]] = {}

    def of(self, fact: str) -> dict[int | str, str]:
        """Every value that a condition on ``fact`` can have, in the order in which one chooses them."""
        if fact not in self._known:
            self._known[fact] = self._load(fact)
        return self._known[fact]

    def label(self, fact: str, value: int | str) -> str:
        """One value, a team by its own name; what is no longer there says so."""
        if fact == "team" and "team" not in self._known:
            # Whole paths, put in order, are for those who choose.
            fact = "team name"
        known = self.of(fact).get(value)
        if known is None:
            return str(_("(supprimé)"))
        return known.rsplit(" / ", 1)[-1] if fact == "team" else known

    def has(self, fact: str, value: str) -> bool:
        """Whether ``value``, as a form sends it, is still there."""
        return value in map(str, self.of(fact))

    def _load(self, fact: str) -> dict[int | str, str]:
        if fact == "role":
            return {"manager": str(MANAGER), **{role.value: str(role.label) for role in Role}}
        if fact == "team":
            return _team_paths()
        if fact == "team name":
            return dict(Team.objects.order_by().values_list("pk", "name"))
        model: Any = {"job_family": JobFamily, "site": Site, "objective_theme": Theme}[fact]
        english = get_language() == "en"
        rows = model.objects.order_by(by_name(), "pk").values_list("pk", "name", "name_en")
        return {pk: name_en if english and name_en else name for pk, name, name_en in rows}


def _team_paths() -> dict[int | str, str]:
    """``Production / Atelier`` by id, a team before its sub-teams."""
    rows = list(Team.objects.order_by("pk").values_list("pk", "name", "ancestor_ids"))
    names = {pk: name for pk, name, _above in rows}
    paths = {pk: tuple(names.get(id, "") for id in above) or (name,) for pk, name, above in rows}
    return {pk: " / ".join(path) for pk, path in sorted(paths.items(), key=lambda item: [fold(name) for name in item[1]])}
