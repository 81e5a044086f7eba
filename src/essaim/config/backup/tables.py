"""What the database holds, as its own catalogue tells: nothing is forgotten because a model was."""

import dataclasses
from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection as django_connection
from psycopg import sql

Connection = psycopg.Connection[Any]

# What an extension brought belongs to the extension.
_NOT_OF_EXTENSION = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')"

_TABLES = f"""
SELECT c.relname, array_agg(a.attname ORDER BY a.attnum) FILTER (WHERE a.attgenerated = '')
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND {_NOT_OF_EXTENSION.format(oid="c.oid")}
GROUP BY c.relname ORDER BY c.relname COLLATE "C"
"""


@dataclasses.dataclass(frozen=True)
class Table:
    """A table and the columns that are stored, generated ones left out."""

    name: str
    columns: tuple[str, ...]

    def copy(self, direction: str) -> sql.Composed:
        """COPY of this table, ``direction`` being ``TO STDOUT`` or ``FROM STDIN``."""
        return sql.SQL("COPY {} ({}) {}").format(
            sql.Identifier(self.name), sql.SQL(", ").join(map(sql.Identifier, self.columns)), sql.SQL(direction)
        )


def connect() -> Connection:
    """A connection of our own to the configured database: no pool, no prepared statements, texts that any version reads."""
    parameters = django_connection.get_connection_params()
    for ours in ("cursor_factory", "context", "server_side_binding", "prepare_threshold", "pool"):
        parameters.pop(ours, None)
    database = psycopg.connect(**parameters)
    # Large tables are read from their first row, so that two copies of one table are the same bytes.
    database.execute(
        "SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET timezone = 'UTC'; SET extra_float_digits = 1;"
        " SET bytea_output = 'hex'; SET synchronize_seqscans = off; SET client_encoding = 'UTF8'; SET lock_timeout = 0;"
        " SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"
    )
    database.commit()
    return database


def tables(database: Connection) -> list[Table]:
    return [Table(name, tuple(columns)) for name, columns in database.execute(_TABLES).fetchall()]


def sequences(database: Connection) -> dict[str, tuple[int, bool]]:
    """Each sequence's last value and whether it was given out."""
    names = database.execute(
        "SELECT c.relname FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S'"
        f" AND {_NOT_OF_EXTENSION.format(oid='c.oid')} ORDER BY 1"
    ).fetchall()
    found = {}
    for (name,) in names:
        row = database.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))).fetchone()
        assert row
        found[name] = (int(row[0]), bool(row[1]))
    return found


def set_sequences(database: Connection, values: dict[str, Sequence[Any]]) -> None:
    for name, (last, called) in values.items():
        database.execute("SELECT setval(quote_ident(%s)::regclass, %s, %s)", [name, last, called])


def foreign_keys(database: Connection) -> list[tuple[str, str, str]]:
    """``(table, constraint, definition)`` of every foreign key."""
    return database.execute(
        "SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid"
        " WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace ORDER BY 1, 2"
    ).fetchall()


def drop_everything(database: Connection, *, keep: str) -> None:
    """Drops every table but ``keep``, every sequence, function and type of the schema, extensions apart."""
    kinds = [
        ("TABLE", f"SELECT relname FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
                  f" AND {_NOT_OF_EXTENSION.format(oid='c.oid')}"),
        ("SEQUENCE", f"SELECT relname FROM pg_class c WHERE relnamespace = current_schema()::regnamespace AND relkind = 'S'"
                     f" AND {_NOT_OF_EXTENSION.format(oid='c.oid')}"),
        ("ROUTINE", f"SELECT proname, oid::regprocedure::text FROM pg_proc p WHERE pronamespace = current_schema()::regnamespace"
                    f" AND {_NOT_OF_EXTENSION.format(oid='p.oid')}"),
        ("TYPE", f"SELECT typname FROM pg_type t WHERE typnamespace = current_schema()::regnamespace AND typelem = 0"
                 f" AND (typtype IN ('e', 'd') OR typtype = 'c' AND EXISTS (SELECT FROM pg_class r WHERE r.oid = t.typrelid"
                 f" AND r.relkind = 'c')) AND {_NOT_OF_EXTENSION.format(oid='t.oid')}"),
    ]  # fmt: skip
    for kind, query in kinds:
        for row in database.execute(query).fetchall():
            if row[0] == keep:
                continue
            # regprocedure quotes its own name; the others are plain names.
            name = sql.SQL(row[1]) if kind == "ROUTINE" else sql.Identifier(row[0])
            database.execute(sql.SQL("DROP {} IF EXISTS {} CASCADE").format(sql.SQL(kind), name))
