"""Who is known and active, and not in the file."""

import dataclasses

from .entries import Entry
from .matching import Keys
from .problems import Problem, problem
from .snapshot import Snapshot, name_key


@dataclasses.dataclass(frozen=True)
class Absent:
    """A member who is not in the file. ``kept`` says why they would stay even if the absent are deactivated."""

    id: int
    name: str
    identity: str
    kept: Problem | None = None


def find(entries: list[Entry], keys: Keys, snapshot: Snapshot, *, actor_id: int | None) -> list[Absent]:
    """The active members whom no line is about, refused lines included."""
    present = set(keys.values())
    for entry in entries:
        if entry.refused:
            present |= _meant(entry, snapshot)
    absent = [member for member in snapshot.members.values() if member.is_active and member.id not in present]
    gone = {member.id for member in absent}
    administrators = {id for id in snapshot.administrators if snapshot.members[id].is_active}
    by_administrator = actor_id is None or actor_id in administrators
    last = not administrators - gone

    def kept(id: int) -> Problem | None:
        if id == actor_id:
            return problem("kept-actor")
        if id in administrators and not by_administrator:
            return problem("kept-by-role")
        return problem("kept-administrator") if id in administrators and last else None

    return [Absent(m.id, m.name, m.employee_number or m.email or "", kept(m.id)) for m in absent]


def _meant(entry: Entry, snapshot: Snapshot) -> set[int]:
    """Everybody whom a refused line may be about: nobody is deactivated over a typing error."""
    found = {snapshot.by_number.get(entry.number or ""), snapshot.by_email.get(entry.email or "")}
    named = snapshot.by_name.get(name_key(entry.name), set()) if entry.name else set()
    return {id for id in found if id} | named
