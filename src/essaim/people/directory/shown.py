"""A kept plan as a page shows it: filtered, a hundred lines at a time."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import Any

from . import words
from .problems import Problem

PAGE = 100
ABSENT = "absent"
# How many of those who stay are named beside the choice; all of them are on the list of the absent.
NAMES = 8


@dataclasses.dataclass(frozen=True)
class ShownLine:
    number: int
    name: str
    identity: str
    outcome: str
    details: Sequence[str]
    problems: Sequence[str]

    @property
    def label(self) -> Any:
        return words.OUTCOMES[self.outcome]


class Shown:
    """One page of a plan.

    Parameters:
        data: the plan as it was kept (directory.plan).
        show: an outcome, ``absent``, or "" for every line.
        after: the line after which the page begins (of the absent: how many come before).
    """

    def __init__(self, data: Mapping[str, Any], show: str, after: int):
        self.counts: Mapping[str, int] = data["counts"]
        self.show = show if show in self.counts else ""
        self.after = after
        self.new = words.new_structure(data["new"])
        self.total = sum(self.counts[outcome] for outcome in words.OUTCOMES)
        self.to_write = self.counts["created"] + self.counts["changed"]
        self.kept = [absent for absent in data["absent"] if absent["kept"]]
        self.kept_names = [absent["name"] for absent in self.kept[:NAMES]] + ["…"] * (len(self.kept) > NAMES)
        self.lines: list[ShownLine] = []
        self.absent: list[tuple[str, str, str]] = []
        self.next: int | None = None
        if self.show == ABSENT:
            self._show_absent(data["absent"])
        else:
            self._show_lines(data["lines"])

    def _show_absent(self, absent: Sequence[Mapping[str, Any]]) -> None:
        page = absent[self.after : self.after + PAGE]
        self.absent = [(a["name"], a["identity"], Problem(*a["kept"]).text if a["kept"] else "") for a in page]
        self.next = self.after + PAGE if len(absent) > self.after + PAGE else None

    def _show_lines(self, lines: Sequence[Mapping[str, Any]]) -> None:
        rest = [line for line in lines if line["number"] > self.after and self.show in ("", line["outcome"])]
        for line in rest[:PAGE]:
            details = [words.change(*change) for change in line["changes"]] + [Problem(*note).text for note in line["notes"]]
            problems = [Problem(*problem).text for problem in line["problems"]]
            self.lines.append(ShownLine(line["number"], line["name"], line["identity"], line["outcome"], details, problems))
        if len(rest) > PAGE:
            self.next = self.lines[-1].number

    def query(self, *, show: str | None = None, after: int | None = None) -> str:
        """The end of the address of another part of the plan."""
        wanted = self.show if show is None else show
        parts = [f"show={wanted}"] if wanted else []
        parts += [f"after={after}"] if after else []
        return "?" + "&".join(parts) if parts else ""
