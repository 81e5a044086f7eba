"""Teams that a file names without what is above them."""

from collections import defaultdict

from essaim.kernel.names import fold
from essaim.organisation.queries import Structure

from .entries import Entry
from .problems import problem

Path = tuple[str, ...]


def settle(entries: list[Entry], structure: Structure) -> None:
    """A bare name is the one team that is called so, wherever it is; a line that could mean several is refused.

    A name that nobody knows, or that is a team at the top, stays as it is. What is known: the teams of Essaim, and those
    that the file itself writes with what is above them.
    """
    bare = [entry for entry in entries if len(entry.values.get("team") or ()) == 1]
    if not bare:
        return
    called: dict[str, dict[tuple[str, ...], Path]] = defaultdict(dict)
    written = {
        path[:depth]
        for entry in entries
        if len(path := entry.values.get("team") or ()) > 1
        for depth in range(1, len(path) + 1)
    }
    for path in (*structure.paths.values(), *sorted(written)):
        called[fold(path[-1])].setdefault(tuple(map(fold, path)), path)
    for entry in bare:
        found = sorted(called[fold(entry.values["team"][0])].values(), key=lambda path: (len(path), path))
        if not found or len(found[0]) == 1:
            continue
        if len(found) == 1:
            entry.values["team"] = found[0]
        else:
            some = ", ".join(" / ".join(path) for path in found[:3]) + ("…" if len(found) > 3 else "")
            entry.problems.append(problem("team-ambiguous", value=entry.values["team"][0], teams=some))
