"""What the coverage page shows: the kept figures, with the names that belong to them now."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from essaim.kernel.anonymity import THRESHOLD, Figure
from essaim.kernel.language import reading
from essaim.kernel.ordering import by_name
from essaim.learning import api as learning
from essaim.people.models import Audience

from .models import CoverageSnapshot

# At most so many points in a swarm: above, a point stands for more people.
_POINTS = 130
NOTHING = Figure(0, False)


@dataclasses.dataclass(frozen=True)
class Line:
    """One audience in one sequence; ``people`` is None where its figures cannot be shown."""

    name: str
    people: int | None
    begun: Figure = NOTHING
    finished: Figure = NOTHING


@dataclasses.dataclass(frozen=True)
class Coverage:
    """Everything on the page. ``unit`` is how many people a point of the swarms stands for."""

    taken_at: datetime
    sequences: Sequence[tuple[learning.SequenceTitle, Sequence[Line]]]
    enough: bool
    hidden: Sequence[str]
    # Of the hidden ones, those too small by themselves; the others are too close to one that is shown.
    small: Sequence[str]
    private: Sequence[str]
    waiting: Sequence[str]
    unit: int


def latest() -> CoverageSnapshot | None:
    return CoverageSnapshot.objects.filter(pk=1).first()


def coverage(snapshot: CoverageSnapshot) -> Coverage:
    """The page of a snapshot, in the reader's language: two reads."""
    audiences = list(Audience.objects.order_by(by_name(), "pk"))
    names = {audience.pk: audience.label for audience in audiences}
    few = {audience.pk for audience in audiences if audience.shown_size < THRESHOLD}
    rows = [row for row in snapshot.rows if row["audience"] is None or row["audience"] in names]
    hidden = [names[pk] for pk in snapshot.hidden if pk in names]
    private = [names[pk] for pk in snapshot.private if pk in names]
    counted = {row["audience"] for row in rows} | {*snapshot.hidden, *snapshot.private}
    titles = learning.sequence_titles(reading())
    return Coverage(
        taken_at=snapshot.taken_at,
        sequences=[
            (title, [*_lines(rows, names, str(title.id)), *(Line(name, None) for name in hidden + private)]) for title in titles
        ],
        enough=bool(rows),
        hidden=hidden,
        small=[names[pk] for pk in snapshot.hidden if pk in few],
        private=private,
        waiting=[name for pk, name in names.items() if pk not in counted],
        unit=_unit(max((row["people"] for row in rows), default=0)),
    )


def _lines(rows: Sequence[dict[str, Any]], names: dict[int, str], sequence: str) -> list[Line]:
    lines = []
    for row in rows:
        begun, finished = (Figure(*figure) for figure in row["sequences"].get(sequence, ((0, False), (0, False))))
        lines.append(
            Line(_("Tout le monde") if row["audience"] is None else names[row["audience"]], row["people"], begun, finished)
        )
    return lines


def _unit(largest: int) -> int:
    unit = THRESHOLD
    while largest / unit > _POINTS:
        unit *= 10
    return unit
