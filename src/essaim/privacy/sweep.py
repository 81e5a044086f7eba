"""Looks for a person in every text that the database holds, and rewrites the free ones."""

import dataclasses
from collections.abc import Collection, Iterator
from typing import Any

from django.db import connection

from .holdings import FreeText, free_texts
from .traces import Traces

_TEXTUAL = ("text", "varchar", "bpchar", "json", "jsonb", "citext", "_text", "_varchar")
_COLUMNS = """
SELECT c.table_name, c.column_name, c.udt_name, c.character_maximum_length
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, c.ordinal_position
"""


@dataclasses.dataclass(frozen=True)
class Column:
    table: str
    name: str
    type: str
    length: int | None

    @property
    def cast(self) -> str:
        return {"_text": "text[]", "_varchar": "varchar[]"}.get(self.type, self.type)


@dataclasses.dataclass(frozen=True)
class Found:
    """One cell in which a person stands. ``key`` names it: table, key and column."""

    text: FreeText
    column: Column
    pk: int
    value: str

    @property
    def key(self) -> str:
        return f"{self.column.table}.{self.column.name}:{self.pk}"


def columns(types: Collection[str] = _TEXTUAL) -> list[Column]:
    """Every column of these types, of every table."""
    with connection.cursor() as cursor:
        cursor.execute(_COLUMNS)
        return [Column(*row) for row in cursor.fetchall() if row[2] in types]


def find(traces: Traces) -> Iterator[Found]:
    """Where the person stands in free texts."""
    known = {(column.table, column.name): column for column in columns()}
    for _name, text in free_texts:
        for name in text.columns:
            column = known[text.table, name]
            for pk, value in _cells(traces, column, text.pk):
                yield Found(text, column, pk, value)


def rewrite(traces: Traces, language: str, leave: Collection[str] = ()) -> int:
    """Takes the person out of free texts, those apart whose keys are in ``leave``. Returns how many cells changed."""
    changed = 0
    for found in list(find(traces)):
        if found.key in leave:
            continue
        column, value = found.column, traces.scrub(found.value, language)
        if column.length:
            value = value[: column.length]
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{column.table}" SET "{column.name}" = %s::{column.cast} WHERE "{found.text.pk}" = %s',
                [value, found.pk],
            )
        changed += 1
    return changed


def residue(traces: Traces) -> list[dict[str, Any]]:
    """Where the person still stands, whatever the table: how many rows, without what is in them."""
    left = []
    for column in columns():
        if column.table == "privacy_erasure":
            continue  # Names of files that are removed after the transaction, and its list with them.
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{column.name}"::text FROM "{column.table}" WHERE "{column.name}"::text ~* %s', [traces.pattern]
            )
            rows = sum(traces.found_in(value) for (value,) in cursor.fetchall())
        if rows:
            left.append({"table": column.table, "column": column.name, "rows": rows})
    return left


def _cells(traces: Traces, column: Column, pk: str) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{pk}", "{column.name}"::text FROM "{column.table}" WHERE "{column.name}"::text ~* %s ORDER BY 1',
            [traces.pattern],
        )
        return [(key, value) for key, value in cursor.fetchall() if traces.found_in(value)]
