"""Directory files for tests: those that real tools write lie in ``files/``, others are made here."""

import csv
import io
from pathlib import Path
from typing import Any

from essaim.people.actions.directory import import_directory
from essaim.people.directory import columns as guessing
from essaim.people.directory import plan as planning
from essaim.people.directory import table as tables
from essaim.people.directory.plan import Line, Plan
from essaim.people.models import Member

FILES = Path(__file__).parent / "files"
HEADINGS = ["Matricule", "Nom", "Prénom", "Adresse e-mail", "Service", "Métier", "Site", "Manager", "Date d'entrée"]


def person(number: str = "", last: str = "Martin", first: str = "Claire", email: str = "", **cells: str) -> list[str]:
    """The cells of one line, in the order of HEADINGS."""
    rest = [cells.get(name, "") for name in ("team", "job", "site", "manager", "arrived")]
    return [number, last, first, email, *rest]


def csv_bytes(*lines: list[str], headings: list[str] = HEADINGS, encoding: str = "utf-8-sig", separator: str = ";") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows([headings, *lines])
    return out.getvalue().encode(encoding)


def plan_of(data: bytes, actor: Member | None = None) -> Plan:
    table = tables.read(data)
    return planning.make(table, guessing.guess(table.headings), actor_id=actor.pk if actor else None)


def only_line(data: bytes, number: int = 2) -> Line:
    return next(line for line in plan_of(data).lines if line.number == number)


def codes(line: Line) -> list[str]:
    return [problem.code for problem in line.problems]


def apply(data: bytes, actor: Member | None = None, **options: Any) -> Plan:
    table = tables.read(data)
    return import_directory(actor=actor, table=table, columns=guessing.guess(table.headings), **options)
