"""A statement that a connection keeps planned, sent with as little as that takes.

The driver goes through eight functions in Python for each statement: it writes the text as bytes again, looks that up twice by its
contents, copies the connection's adapters for each cursor. Of a page with three statements that was a tenth. Here a known statement
is found by its text, and whatever is out of the ordinary (the first times, a transaction to begin, a pipeline, a statement
without parameters) goes the driver's own way. What is used of the driver beyond its documented interface stands in this file and
in ``base``; ``tests/test_cursor.py`` compares both ways.
"""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any

import psycopg
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from psycopg import _queries, adapt, errors, generators
from psycopg.pq import Format, TransactionStatus

if TYPE_CHECKING:
    _Driver = psycopg.Cursor[Any]
else:  # Django's, which has a method more and no types
    _Driver = ServerBindingCursor
# Statements that a connection keeps planned; the driver's own limit is 100, and a visitor of all pages asks some 300.
PREPARED = 600
_reorder = _queries.PostgresQuery.validate_and_reorder_params
_NO_TRACEBACK = errors._NO_TRACEBACK


@lru_cache(maxsize=PREPARED)
def _split(statement: str, encoding: str) -> tuple[Any, ...]:
    """A statement as PostgreSQL wants it, the formats of its parameters, their names in order, its parts."""
    return _queries._query2pg_nocache(statement.encode(encoding), encoding)


class Cursor(_Driver):
    """The driver's cursor but for three things that nobody here does: adapters registered on a cursor are the connection's, those
    registered later on a connection may not be seen, and ``SET datestyle`` or ``intervalstyle`` may not be either.
    """

    def __init__(self, connection: Any, *, row_factory: Any = None):
        # The connection's own adapters: none of ours are changed for one cursor alone.
        self._conn, self._pgconn, self._adapters = connection, connection.pgconn, connection.adapters
        self.format = Format.TEXT
        self.arraysize = 1
        self._closed = False
        self._own: Any = None
        self._last_query: Any = None
        self._row_factory = row_factory or connection.row_factory
        self._reset()

    def execute(self, query: Any, params: Any = None, *, prepare: bool | None = None, binary: bool | None = None) -> Any:
        plain = type(query) is str and type(params) in (dict, list, tuple)
        if not plain or prepare is not None or binary is not None:
            return super().execute(query, params, prepare=prepare, binary=binary)
        try:
            with self._conn.lock:
                if not self._sent(query, params):
                    self._conn.wait(self._execute_gen(query, params))
        except _NO_TRACEBACK as problem:
            raise problem.with_traceback(None)  # noqa: B904, the same one, as the driver does
        return self

    def _sent(self, query: str, params: Any) -> bool:
        """Sends a known statement and takes its results; False where the driver has to."""
        connection, server = self._conn, self._pgconn
        kept = connection._prepared
        begun = connection._autocommit or server.transaction_status == TransactionStatus.INTRANS
        if self._closed or not begun or connection._pipeline or kept._to_flush or not kept._names:
            return False
        # As the driver does: what is as long as its values are many comes in as many forms, and is not kept.
        if len(query) > _queries.MAX_CACHED_STATEMENT_LENGTH or len(params) > _queries.MAX_CACHED_STATEMENT_PARAMS:
            return False
        # What it read before is gone, also where what follows is refused.
        self._reset()
        statement, formats, order, parts = _split(query, server._encoding)
        values = _reorder(parts, params, order)
        transformer = self._transformer()
        written = transformer.dump_sequence(values, formats)
        key = (statement, transformer.types or ())
        name = kept._names.get(key)
        if name is None:
            return False
        kept._names.move_to_end(key)
        self._tx, self._last_query = transformer, query
        server.send_query_prepared(name, written, param_formats=transformer.formats, result_format=self.format)
        results = connection.wait(generators.execute(server))
        self._check_results(results)
        self._set_results(results)
        return True

    def _transformer(self) -> Any:
        """What writes parameters and reads rows: this cursor's own, else one that a closed cursor of this connection left, which
        knows already how the usual types are written and read."""
        if self._own is None:
            left = vars(self._conn).setdefault("_transformers", [])
            self._own = left.pop() if left else adapt.Transformer(self._conn)
        return self._own

    def _close(self) -> None:
        super()._close()
        if self._own is not None:
            # Nobody reads rows of a closed cursor.
            self._own.set_pgresult(None)
            vars(self._conn)["_transformers"].append(self._own)
            self._own = None


def _in_djangos_words(ask: Callable[..., Any]) -> Callable[..., Any]:
    """Errors of the driver become Django's; nothing is made or entered for it where there is none."""

    @wraps(ask)
    def asked(self: "Wrapper", *given: Any) -> Any:
        try:
            return ask(self, *given)
        except psycopg.Error:
            with self.db.wrap_database_errors:
                raise

    return asked


class Wrapper(CursorWrapper):
    """Django's, with its errors, by fewer steps: no wrapper is looked for where there is none, no function made for each fetch."""

    cursor: Any
    db: Any

    def execute(self, sql: Any, params: Any = None) -> Any:
        return super().execute(sql, params) if self.db.execute_wrappers else self._sent(sql, params)

    @_in_djangos_words
    def _sent(self, sql: Any, params: Any) -> Any:
        self.db.validate_no_broken_transaction()
        return self.cursor.execute(sql, params)

    @_in_djangos_words
    def fetchone(self) -> Any:
        return self.cursor.fetchone()

    @_in_djangos_words
    def fetchall(self) -> Any:
        return self.cursor.fetchall()
