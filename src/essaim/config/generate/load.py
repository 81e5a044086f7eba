"""COPY into a table, and its counter afterwards."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import sql


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Writes ``rows`` into ``table``; a row gives its values in the order of ``columns``. Returns how many."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(sql.Identifier(column) for column in columns)
    )
    written = 0
    with connection.cursor() as cursor:
        # Django's cursor has no COPY; psycopg's own, beneath it, has.
        with cursor.cursor.copy(statement) as stream:
            for row in rows:
                stream.write_row(row)
                written += 1
        if "id" in columns:
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce((SELECT max(id) FROM {table}), 0) + 1, false)"
            )
    return written
