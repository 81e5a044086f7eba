"""Reads over the organisation's structure."""

from collections.abc import Iterable, Sequence

from essaim.kernel.names import fold

from .models import JobFamily, Site, Team


class Names:
    """Things found by what people call them: by name, else by slug, English name, or name without accents and case."""

    def __init__(self, rows: Iterable[tuple[int, str, str, str]]):
        self.by_id: dict[int, str] = {}
        self._exact: dict[str, int] = {}
        # By folded name, by folded English name, by slug.
        self._loose: tuple[dict[str, int], ...] = ({}, {}, {})
        for id, slug, name, name_en in rows:
            self.add(id, slug, name, name_en)

    def add(self, id: int, slug: str, name: str, name_en: str = "") -> None:
        self.by_id[id] = name
        self._exact.setdefault(name, id)
        for known, word in zip(self._loose, (name, name_en, slug), strict=True):
            if word:
                known.setdefault(fold(word), id)

    def find(self, name: str) -> int | None:
        if name in self._exact:
            return self._exact[name]
        folded = fold(name)
        return next((known[folded] for known in self._loose if folded in known), None)


class Structure:
    """Teams, job families and sites, all in memory: a few thousand rows in three queries."""

    def __init__(self) -> None:
        columns = ("pk", "slug", "name", "name_en")
        self.job_families = Names(JobFamily.objects.order_by("pk").values_list(*columns))
        self.sites = Names(Site.objects.order_by("pk").values_list(*columns))
        self.paths: dict[int, tuple[str, ...]] = {}
        self.ancestors: dict[int, list[int]] = {}
        self._exact: dict[tuple[int | None, str], int] = {}
        self._loose: dict[tuple[int | None, str], int] = {}
        rows = {pk: (parent, name) for pk, parent, name in Team.objects.order_by("pk").values_list("pk", "parent_id", "name")}
        # Parents first: a team may have been moved under a younger one.
        for pk in rows:
            pending = [pk]
            while (parent := rows[pending[-1]][0]) is not None and parent not in self.paths and parent not in pending:
                pending.append(parent)
            for team in reversed(pending):
                if team not in self.paths:
                    self.add_team(team, *rows[team])

    def add_team(self, id: int, parent: int | None, name: str) -> None:
        self.paths[id] = (*(self.paths.get(parent, ()) if parent else ()), name)
        self.ancestors[id] = [*(self.ancestors.get(parent, []) if parent else []), id]
        self._exact[parent, name] = id
        self._loose.setdefault((parent, fold(name)), id)

    def child(self, parent: int | None, name: str) -> int | None:
        return self._exact.get((parent, name)) or self._loose.get((parent, fold(name)))

    def team(self, path: Sequence[str]) -> int | None:
        """The team at ``path``, names from the top; None where there is none (or no path)."""
        found: int | None = None
        for name in path:
            found = self.child(found, name)
            if found is None:
                return None
        return found

    def path(self, team_id: int | None) -> str:
        """``Maison Brindel / Production / Atelier``."""
        return " / ".join(self.paths.get(team_id, ())) if team_id else ""


def teams_behind(id: int, *, parent: int | None, limit: int) -> list[Team]:
    """Teams in the order of their ids, those behind ``id``; only those right under ``parent`` where one is given."""
    found = Team.objects.filter(pk__gt=id).order_by("pk")
    return list((found.filter(parent=parent) if parent else found)[:limit])


def team_names(teams: Iterable[Team]) -> dict[int, str]:
    """The names of ``teams`` and of all above them."""
    wanted = {id for team in teams for id in team.ancestor_ids}
    return dict(Team.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "name")) if wanted else {}
