"""Where the opening of this instance stands. Steps know themselves whether they are done, from the data."""

import dataclasses
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.http import HttpRequest
from django.urls import reverse

from essaim.people.models import Member
from essaim.ui import checklist
from essaim.ui.checklist import Step


@dataclasses.dataclass(frozen=True)
class Stand:
    """One step and how it stands."""

    name: str
    step: Step
    done: bool
    skipped: bool

    @property
    def open(self) -> bool:
        return not self.done and not self.skipped

    @property
    def url(self) -> str:
        """Through here, so that its page knows the way back."""
        return reverse("adoption:step", args=[self.name])


@dataclasses.dataclass(frozen=True)
class Opening:
    """The whole list."""

    stands: Sequence[Stand]
    put_away: bool = False

    @property
    def done(self) -> int:
        return sum(stand.done for stand in self.stands)

    @property
    def total(self) -> int:
        return len(self.stands)

    @property
    def next(self) -> Stand | None:
        """The first step that is neither done nor passed over."""
        return next((stand for stand in self.stands if stand.open), None)

    def after(self, name: str) -> Stand | None:
        """The next open step behind ``name``, else the first open one, never ``name`` itself."""
        names = [stand.name for stand in self.stands]
        start = names.index(name) + 1 if name in names else 0
        ordered = [*self.stands[start:], *self.stands[:start]]
        return next((stand for stand in ordered if stand.open and stand.name != name), None)


def opening() -> Opening:
    """How every step stands. One query, however many steps there are."""
    known = sorted(checklist.steps, key=lambda entry: entry[1].order)
    with connection.cursor() as cursor:
        cursor.execute(*_question())
        put_away_at, skipped, *done = cursor.fetchone()
    stands = [
        Stand(name, step, is_done, name in (skipped or []) and not is_done)
        for (name, step), is_done in zip(known, done, strict=True)
    ]
    return Opening(stands, put_away=put_away_at is not None)


@cache
def _question() -> tuple[str, Sequence[Any]]:
    """What is asked of the database: the same at every time, so it is put together once."""
    parts, parameters = [], []
    for _name, step in sorted(checklist.steps, key=lambda entry: entry[1].order):
        sql, values = step.evidence().order_by().values("pk")[:1].query.sql_with_params()
        parts.append(f"EXISTS ({sql})")
        parameters += values
    row = "(SELECT put_away_at FROM adoption_launch WHERE id = 1), (SELECT skipped FROM adoption_launch WHERE id = 1)"
    return f"SELECT {', '.join([row, *parts])}", parameters


def reminder(member: Member) -> Opening | None:
    """What the home page of those who run the programme shows, until the list is finished or put away. One query."""
    if not member.is_facilitator:
        return None
    found = opening()
    return found if found.next and not found.put_away else None


def next_after(request: HttpRequest) -> str:
    """Where somebody goes after the step they are at: to the next open one, else to the list, which says that it is all done."""
    following = opening().after(request.session.get(checklist.AT_STEP, ""))
    return following.url if following else reverse("adoption:checklist")
