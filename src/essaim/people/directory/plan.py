"""What an import would do, line by line, before it does anything."""

import dataclasses
import hashlib
import json
from collections import Counter
from datetime import date
from enum import StrEnum
from typing import Any

from . import entries as reading
from . import missing, teams
from .columns import Columns, check
from .entries import Entry
from .managers import Managers
from .matching import match, refuse_taken_addresses, refuse_what_administrators_do
from .problems import Problem, shortened
from .snapshot import Known, Snapshot
from .table import Table


class Outcome(StrEnum):
    CREATED = "created"
    CHANGED = "changed"
    LEFT = "left"
    REFUSED = "refused"


@dataclasses.dataclass(frozen=True)
class Change:
    """A field, what it is and what it would be, in words (dates in ISO form)."""

    field: str
    before: str
    after: str


@dataclasses.dataclass
class Line:
    """One line of the file. ``key`` is the member's id, or minus the line's number for someone new."""

    number: int
    key: int
    name: str
    identity: str
    outcome: Outcome
    changes: list[Change]
    problems: list[Problem]
    notes: list[Problem]
    entry: Entry
    manager: int | None

    def as_data(self) -> dict[str, Any]:
        """What is kept of a line for showing it, JSON values only."""
        return {
            "number": self.number, "name": self.name, "identity": self.identity, "outcome": self.outcome.value,
            "changes": [dataclasses.astuple(change) for change in self.changes],
            "problems": [[p.code, p.values] for p in self.problems], "notes": [[p.code, p.values] for p in self.notes],
        }  # fmt: skip


@dataclasses.dataclass
class Plan:
    lines: list[Line]
    absent: list[missing.Absent]
    # Names of what would be made: teams (paths), job families, sites.
    new: dict[str, list[Any]]
    snapshot: Snapshot

    @property
    def counts(self) -> dict[str, int]:
        """Lines by outcome; ``absent``: members who are not in the file."""
        found = Counter(line.outcome.value for line in self.lines)
        return {outcome.value: found[outcome.value] for outcome in Outcome} | {"absent": len(self.absent)}

    def as_data(self) -> dict[str, Any]:
        return {
            "counts": self.counts,
            "lines": [line.as_data() for line in self.lines],
            "absent": [
                {"name": a.name, "identity": a.identity, "kept": [a.kept.code, a.kept.values] if a.kept else None}
                for a in self.absent
            ],
            "new": {kind: [" / ".join(n) if isinstance(n, tuple) else n for n in names] for kind, names in self.new.items()},
        }


def fingerprint(data: dict[str, Any]) -> str:
    """Two plans that would do the same have the same fingerprint."""
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def make(table: Table, columns: Columns, *, actor_id: int | None) -> Plan:
    """Compares ``table`` with what is known. Raises Refused if a needed column is missing; reads only.

    Parameters:
        actor_id: who imports, None on the command line (which may do what an administrator may).
    """
    check(columns, table.headings)
    snapshot = Snapshot()
    people = reading.read(table, columns)
    teams.settle(people, snapshot.structure)
    keys = match(people, snapshot)
    if actor_id is not None and actor_id not in snapshot.administrators:
        refuse_what_administrators_do(people, keys, snapshot)
    managers = Managers(people, keys, snapshot)
    # A refused line leaves its member as they are, which may put another line in the wrong.
    while refuse_taken_addresses(people, keys, snapshot) or managers.refuse_loops():
        pass
    managers.note_refused()
    edges = managers.edges()
    lines = [_line(entry, keys[entry.line], edges.get(keys[entry.line]), managers, snapshot) for entry in people]
    absent = missing.find(people, keys, snapshot, actor_id=actor_id)
    return Plan(lines, absent, _new(lines, snapshot), snapshot)


def _line(entry: Entry, key: int, manager: int | None, managers: Managers, snapshot: Snapshot) -> Line:
    known = snapshot.members.get(key)
    changes: list[Change] = []
    if entry.refused:
        outcome = Outcome.REFUSED
    elif known is None:
        outcome = Outcome.CREATED
    else:
        changes = _changes(entry, known, snapshot)
        if manager != known.manager_id:
            before = managers.name(known.manager_id) if known.manager_id else ""
            changes.append(Change("manager", before, managers.name(manager) if manager else ""))
        outcome = Outcome.CHANGED if changes else Outcome.LEFT
    name = shortened(entry.name or (known.name if known else ""))
    identity = shortened(entry.number or entry.email or "")
    return Line(entry.line, key, name, identity, outcome, changes, entry.problems, entry.notes, entry, manager)


def _changes(entry: Entry, known: Known, snapshot: Snapshot) -> list[Change]:
    """An empty cell leaves number, address and job family as they are (a member may have said them), and empties the rest."""
    structure = snapshot.structure
    changes = []
    for field, value in entry.values.items():
        before, after = "", ""
        if field == "manager":
            continue
        if field in ("job_family", "site"):
            names = structure.job_families if field == "job_family" else structure.sites
            current = getattr(known, f"{field}_id")
            same = _same(names.find(value), current) if value else (current is None or field == "job_family")
            before, after = names.by_id.get(current, ""), value
        elif field == "team":
            same = _same(structure.team(value), known.team_id) if value else known.team_id is None
            before, after = structure.path(known.team_id), " / ".join(value)
        else:
            current = getattr(known, field)
            same = value == current or (value is None and field in ("employee_number", "email"))
            before, after = _words(current), _words(value)
        if not same:
            changes.append(Change(field, before, after))
    if not known.is_active:
        changes.append(Change("is_active", "", ""))
    return changes


def _same(found: int | None, current: int | None) -> bool:
    """What is not there yet is another than none at all."""
    return found is not None and found == current


def _words(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _new(lines: list[Line], snapshot: Snapshot) -> dict[str, list[Any]]:
    structure = snapshot.structure
    new: dict[str, dict[Any, None]] = {"teams": {}, "job_families": {}, "sites": {}}
    for line in lines:
        if line.outcome not in (Outcome.CREATED, Outcome.CHANGED):
            continue
        values = line.entry.values
        team = values.get("team") or ()
        for depth in range(1, len(team) + 1):
            if structure.team(team[:depth]) is None:
                new["teams"].setdefault(team[:depth])
        for kind, field, names in (("job_families", "job_family", structure.job_families), ("sites", "site", structure.sites)):
            if (name := values.get(field)) and names.find(name) is None:
                new[kind].setdefault(name)
    return {kind: list(names) for kind, names in new.items()}
