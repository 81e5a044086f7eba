"""One line of the table as a person: values cleaned and checked, with what is wrong with them."""

import dataclasses
import re
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from essaim.kernel import clock
from essaim.people.models import Member

from .columns import FIELDS, Columns, clean
from .problems import Problem, problem
from .table import Row, Table

# Between the levels of a team: " / ", " > " or "\".
_LEVELS = re.compile(r"(?:^|\s+)[/>](?:\s+|$)|\s*\\\s*")
MAX_LEVELS = 20
_NAME_LIMIT = 160

_LIMITS: dict[str, int] = {
    **{
        name: getattr(Member._meta.get_field(name), "max_length", 0)
        for name in ("employee_number", "first_name", "last_name", "job_title", "email")
    },
    "job_family": _NAME_LIMIT,
    "site": _NAME_LIMIT,
}  # fmt: skip
_valid_email = EmailValidator()

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SHORT = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{2})")
_SERIAL = re.compile(r"(\d{1,6})(?:[.,]\d+)?")
_HOUR = re.compile(r"[T ]\d{1,2}:\d{2}.*$")
# Day 0 of Excel's calendar, set back by the 29 February 1900 that it believes in.
_EXCEL_EPOCH = date(1899, 12, 30)
_EARLIEST = date(1950, 1, 1)


@dataclasses.dataclass
class Entry:
    """A person as the file says. ``values`` has the fields of the columns that are there, and those alone.

    Texts are "" and numbers, addresses, dates None when the cell is empty; ``team`` is a tuple of names from the top.
    """

    line: int
    values: dict[str, Any]
    problems: list[Problem] = dataclasses.field(default_factory=list)
    notes: list[Problem] = dataclasses.field(default_factory=list)

    @property
    def refused(self) -> bool:
        return bool(self.problems)

    @property
    def number(self) -> str | None:
        return self.values.get("employee_number")

    @property
    def email(self) -> str | None:
        return self.values.get("email")

    @property
    def name(self) -> str:
        return f"{self.values.get('first_name', '')} {self.values.get('last_name', '')}".strip()


def read(table: Table, columns: Columns) -> list[Entry]:
    """Every line of ``table`` as an entry, in the order of the file."""
    return [_entry(row, len(table.headings), columns) for row in table.rows]


def _entry(row: Row, width: int, columns: Columns) -> Entry:
    cells = [clean(cell) for cell in row.cells]
    while len(cells) > width and not cells[-1]:
        cells.pop()
    entry = Entry(row.line, {})
    if len(cells) != width:
        entry.problems.append(problem("cells", cells=len(cells), columns=width))
        cells = (cells + [""] * width)[:width]
    for name, column in columns.items():
        value = entry.values[name] = _value(name, cells[column], entry.problems)
        if isinstance(value, date) and _SHORT.fullmatch(_HOUR.sub("", cells[column])):
            entry.notes.append(problem("date-short", value=cells[column], day=value.isoformat()))
    if not entry.values.get("last_name"):
        entry.problems.append(problem("no-last-name"))
    if not entry.values.get("first_name"):
        entry.problems.append(problem("no-first-name"))
    if not entry.number and not entry.email:
        entry.problems.append(problem("no-identity"))
    return entry


def _value(name: str, cell: str, problems: list[Problem]) -> Any:
    if name == "email":
        # Lower case first: it may be longer.
        cell = cell.lower()
    limit = _LIMITS.get(name)
    if limit and len(cell) > limit:
        problems.append(problem("too-long", field=name, length=len(cell), limit=limit))
        return cell
    if name == "employee_number":
        return cell or None
    if name == "email":
        return _email(cell, problems)
    if name == "arrived_on":
        return _date(cell, problems)
    if name == "team":
        return _team(cell, problems)
    return cell


def _email(cell: str, problems: list[Problem]) -> str | None:
    if not cell:
        return None
    try:
        _valid_email(cell)
    except ValidationError:
        problems.append(problem("email", value=cell))
    return cell


def _team(cell: str, problems: list[Problem]) -> tuple[str, ...]:
    path = tuple(name for part in _LEVELS.split(cell) if (name := part.strip()))
    for name in path:
        if len(name) > _NAME_LIMIT:
            problems.append(problem("too-long", field="team", length=len(name), limit=_NAME_LIMIT))
            break
    if len(path) > MAX_LEVELS:
        problems.append(problem("depth", limit=MAX_LEVELS))
    return path


def _date(cell: str, problems: list[Problem]) -> date | None:
    if not cell:
        return None
    try:
        day = parse_date(cell)
    except (ValueError, OverflowError):
        problems.append(problem("date", value=cell))
        return None
    if not _EARLIEST <= day <= clock.today() + timedelta(days=2 * 366):
        problems.append(problem("date-range", value=cell))
        return None
    return day


def parse_date(text: str) -> date:
    """A day from ``31/12/2024``, ``31/12/24``, ``2024-12-31`` (hours behind it are left out) or a day number of Excel.

    A year of two digits is that of this century unless it is more than two years ahead. Raises ValueError for anything else.
    """
    text = _HOUR.sub("", text)
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) for part in found.groups())
        return date(year, month, day)
    if found := _FRENCH.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return date(year, month, day)
    if found := _SHORT.fullmatch(text):
        day, month, year = (int(part) for part in found.groups())
        return date(year + (2000 if year <= clock.today().year % 100 + 2 else 1900), month, day)
    if found := _SERIAL.fullmatch(text):
        return _EXCEL_EPOCH + timedelta(days=int(found[1]))
    raise ValueError(text)


assert set(_LIMITS) <= set(FIELDS)
