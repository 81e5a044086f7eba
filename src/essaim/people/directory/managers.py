"""Who is whose manager once the file is applied, and the loops that must not be."""

from collections import defaultdict

from .entries import Entry
from .matching import Keys
from .problems import problem
from .snapshot import Snapshot, name_key, spellings

# Key of a person to the key of their manager.
Edges = dict[int, int | None]


class Managers:
    """Finds managers by employee number, address or whole name, in the file and among those who are known."""

    def __init__(self, entries: list[Entry], keys: Keys, snapshot: Snapshot):
        self.entries, self.keys, self.snapshot = entries, keys, snapshot
        self.entry_of = {keys[entry.line]: entry for entry in entries}
        self._exact: dict[str, int] = {}
        self._named: dict[str, set[int]] = defaultdict(set)
        self._index()
        # What each line asks for; None where it asks for no manager.
        self.wanted: Edges = {}
        for entry in entries:
            if "manager" in entry.values and not entry.refused:
                self.wanted[keys[entry.line]] = self._find(entry)

    def _index(self) -> None:
        """Everybody by number, address and name, as they are once the file is applied: a former address finds nobody."""
        replaced = {key: entry for key, entry in self.entry_of.items() if not entry.refused}
        for member in self.snapshot.members.values():
            entry = replaced.get(member.id)
            if member.email and not (entry and entry.email):
                self._exact[member.email.lower()] = member.id
            if member.employee_number:
                self._exact[member.employee_number] = member.id
            if not entry:
                for spelling in spellings(member.first_name, member.last_name):
                    self._named[spelling].add(member.id)
        for key, entry in self.entry_of.items():
            for text in (entry.email, entry.number):
                if text and not (entry.refused and text in self._exact):
                    self._exact[text] = key
            if entry.name:
                for spelling in spellings(entry.values.get("first_name", ""), entry.values.get("last_name", "")):
                    self._named[spelling].add(key)

    def _find(self, entry: Entry) -> int | None:
        text = entry.values["manager"]
        if not text:
            return None
        found = self._exact.get(text) or self._exact.get(text.lower())
        if found is None:
            people = self._named.get(name_key(text), set())
            active = {key for key in people if key < 0 or key in self.entry_of or self.snapshot.members[key].is_active}
            people = active or people
            if len(people) != 1:
                entry.problems.append(problem("manager-ambiguous" if people else "manager-unknown", value=text))
                return None
            found = next(iter(people))
        if found == self.keys[entry.line]:
            entry.problems.append(problem("manager-self"))
        return found

    def edges(self) -> Edges:
        """Everybody's manager once the lines that are not refused are applied."""
        edges: Edges = {member.id: member.manager_id for member in self.snapshot.members.values()}
        for entry in self.entries:
            if entry.refused:
                continue
            key = self.keys[entry.line]
            if key in self.wanted:
                wanted = self.wanted[key]
                # Someone new who is refused is not there to manage.
                edges[key] = edges.get(key) if self._absent(wanted) else wanted
            else:
                edges.setdefault(key, None)
        return edges

    def _absent(self, key: int | None) -> bool:
        return key is not None and key < 0 and self.entry_of[key].refused

    def refuse_loops(self) -> bool:
        """Refuses the lines that close a loop. Returns whether there was one; a refused line may open another."""
        edges = self.edges()
        refused = False
        for loop in _loops(edges):
            names = [self.name(key) for key in loop]
            shown = " → ".join([*names[:6], *(["…"] if len(names) > 6 else []), names[0]])
            for key in loop:
                entry = self.entry_of.get(key)
                if entry and not entry.refused and key in self.wanted:
                    entry.problems.append(problem("manager-loop", names=shown))
                    refused = True
        return refused

    def note_refused(self) -> None:
        """Says on a line that its manager could not be set because the manager's own line is refused."""
        for entry in self.entries:
            wanted = self.wanted.get(self.keys[entry.line])
            if not entry.refused and self._absent(wanted):
                assert wanted is not None
                entry.notes.append(problem("manager-refused", line=self.entry_of[wanted].line))

    def name(self, key: int) -> str:
        entry = self.entry_of.get(key)
        return entry.name if entry else self.snapshot.members[key].name


def _loops(edges: Edges) -> list[list[int]]:
    """The loops of a graph in which each person has at most one manager, each loop from its first known member, else first line."""
    done: set[int] = set()
    loops = []
    for start in edges:
        path: dict[int, int] = {}
        here: int | None = start
        while here is not None and here not in done and here not in path:
            path[here] = len(path)
            here = edges.get(here)
        if here is not None and here in path:
            loop = list(path)[path[here] :]
            first = loop.index(min(loop, key=lambda key: (key < 0, abs(key))))
            loops.append(loop[first:] + loop[:first])
        done.update(path)
    return loops
