"""What a page asks of the database, written down beside the tests, so that a new query shows in review.

A snapshot is a text file: the page, how many queries, and a line for each with the tables it touches and the function of ours
that asked. ``ESSAIM_SNAPSHOTS=write`` writes them anew; look at the difference before committing it.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection

SOURCE = Path(__file__).resolve().parents[2] / "src" / "essaim"
_NAME = re.compile(r'(?:FROM|JOIN|INTO|UPDATE)\s+"?(\w+)"?', re.I)
# What opens and closes a transaction is no question; within a test, a transaction is a savepoint.
_NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@contextmanager
def recorded() -> Iterator[list[str]]:
    """What is asked while the block runs, a line each: ``select people_member, people_session  people/session.py load``."""
    asked: list[str] = []
    known = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}

    def note(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql)
        if not text.startswith(_NOT_COUNTED):
            tables = ", ".join(sorted({name for name in _NAME.findall(text) if name in known})) or "no table"
            asked.append(f"{_verb(text)} {tables}  {_origin()}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield asked


def check(name: str, asked: list[str], folder: Path) -> None:
    """Compares with the snapshot ``name``; fails, saying how to accept, when they differ."""
    path, now = folder / f"{name}.txt", "\n".join([f"{name}: {len(asked)} queries", *asked]) + "\n"
    if os.environ.get("ESSAIM_SNAPSHOTS") == "write":
        path.write_text(now)
    kept = path.read_text() if path.exists() else ""
    assert now.splitlines() == kept.splitlines(), (
        f"{name} asks something else than {path.name} says. If that is meant, run the test again with ESSAIM_SNAPSHOTS=write"
    )


def _verb(sql: str) -> str:
    """What the statement does; one that begins with WITH does what it writes, if it writes."""
    first = sql.split()[0].upper()
    written = re.findall(r"\b(INSERT|UPDATE|DELETE)\b", sql) if first == "WITH" else []
    return (written[0] if written else "SELECT" if first == "WITH" else first).lower()


def _origin() -> str:
    """The innermost function of ours that led to the query, the one that sends it apart."""
    frame = sys._getframe(1)
    while frame.f_back:
        frame = frame.f_back
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(SOURCE) and not {"tests", "postgres"} & set(path.relative_to(SOURCE).parts):
            return f"{path.relative_to(SOURCE)} {frame.f_code.co_name}"
    return "elsewhere"
