"""Looks for a person in every text that the database holds, and rewrites the free ones."""

import dataclasses
from collections.abc import Collection, Iterator
from typing import Any

from django.db import IntegrityError, connection, transaction

from .archive import names
from .holdings import FreeText, free_texts
from .models import Archive
from .traces import Traces

_TEXTUAL = ("text", "varchar", "bpchar", "json", "jsonb", "citext", "_text", "_varchar")
# Where a name stands because its row is a member's, or was copied from what is searched itself: it is the namesake's.
_TIED = frozenset({"people_member", "people_auditentry", "search_document", "wagtailsearch_indexentry"})
_COLUMNS = """
SELECT c.table_name, c.column_name, c.udt_name, c.character_maximum_length, (
  SELECT format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
  WHERE a.attrelid = format('%I.%I', c.table_schema, c.table_name)::regclass AND a.attname = c.column_name
)
FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' ORDER BY 1, c.ordinal_position
"""


@dataclasses.dataclass(frozen=True)
class Column:
    """A column. ``cast``: its type as SQL writes it, which cuts what is too long, in the elements of an array as well."""

    table: str
    name: str
    type: str
    length: int | None
    cast: str


@dataclasses.dataclass(frozen=True)
class Found:
    """One cell in which a person stands. ``key`` names it: table, key and column."""

    text: FreeText
    column: Column
    pk: int
    value: str
    author: int | None = None

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
            for pk, value, author in _cells(traces, column, text):
                yield Found(text, column, pk, value, author)


def namesake_of(traces: Traces, found: Found) -> int | None:
    """The other member of the same name whom a text is surely about: they wrote it, or it leads to them. None: one cannot tell."""
    if found.author in {one.member_id for one in traces.namesakes}:
        return found.author
    return traces.namesake_in(found.value)


def rewrite(traces: Traces, language: str, leave: Collection[str] = (), looked_at: Collection[str] = ()) -> int:
    """Takes the person out of free texts. Returns how many cells changed.

    Parameters:
        leave: keys of those that stay; ``looked_at``: of those about which somebody decided. Of the others, what is a namesake's
            stays.
    """
    changed = 0
    for found in list(find(traces)):
        if found.key in leave or (found.key not in looked_at and namesake_of(traces, found)):
            continue
        _put(found, traces.scrub(found.value, language))
        changed += 1
    return changed


def _put(found: Found, value: str) -> None:
    column, length = found.column, found.column.length
    sql = f'UPDATE "{column.table}" SET "{column.name}" = %s::{column.cast} WHERE "{found.text.pk}" = %s'
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [value[:length], found.pk])
    except IntegrityError:
        # Two teams that bore names of people who left, under the same roof.
        number = f" ({found.pk})"
        with connection.cursor() as cursor:
            cursor.execute(sql, [value[: length - len(number) if length else None] + number, found.pk])


def residue(traces: Traces) -> list[dict[str, Any]]:
    """Where the person still stands, whatever the table: how many rows, without what is in them."""
    left = []
    for column in columns():
        if column.table == "privacy_erasure" or (traces.namesakes and column.table in _TIED):
            continue  # Names of files that are removed after the transaction, and its list with them.
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "{column.name}"::text FROM "{column.table}" WHERE "{column.name}"::text ~* %s', [traces.pattern]
            )
            rows = sum(traces.found_in(value) for (value,) in cursor.fetchall())
        if rows:
            left.append({"table": column.table, "column": column.name, "rows": rows})
    if rows := _archives_naming(traces):
        left.append({"table": "privacy_archive", "column": "content", "rows": rows})
    return left


def _archives_naming(traces: Traces) -> int:
    """How many archives that wait name the person; a namesake's own says that name of its owner."""
    waiting = Archive.objects.exclude(content=None).exclude(member_id__in=[one.member_id for one in traces.namesakes])
    contents = waiting.order_by("pk").values_list("content", flat=True).iterator(chunk_size=1)
    return sum(names(bytes(content), traces) for content in contents if content)


def _cells(traces: Traces, column: Column, text: FreeText) -> list[tuple[int, str, int | None]]:
    author = f'"{text.author}"' if text.author else "NULL"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{text.pk}", "{column.name}"::text, {author} FROM "{column.table}" WHERE "{column.name}"::text ~* %s ORDER BY 1',
            [traces.pattern],
        )
        return [row for row in cursor.fetchall() if traces.found_in(row[1])]
