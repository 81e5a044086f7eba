"""Django's PostgreSQL, with what every page pays for done by the driver's compiled code.

Moments: Django reads each by a class in Python, which was a tenth of a list of threads; the connection's zone is UTC, and so
is what the driver's own loader makes. Numbers: the driver sends each as the smallest type that holds it, so that a statement
about thread 12 and one about thread 120,000 are prepared, planned and kept apart. Statements: the driver keeps how it split
one into text and places for parameters, but not those of over 4,096 bytes, a list of threads among them, and of others 128.
"""

from collections import deque
from functools import cache, lru_cache
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg import _queries
from psycopg.adapt import AdaptersMap, Dumper, PyFormat
from psycopg.postgres import types
from psycopg.pq import Format
from psycopg.types import array, numeric

from .cursor import PREPARED, Cursor, Wrapper

# Some kilobytes each, here and in ``cursor``: a process of 180 MB has four or five more at worst.
_queries.MAX_CACHED_STATEMENT_LENGTH = 2**15  # type: ignore[misc]
_queries._query2pg = lru_cache(maxsize=PREPARED)(_queries._query2pg_nocache)
_MOMENT = types["timestamptz"].oid


class IntDumper(numeric.IntDumper):
    """A number as ``integer`` as long as it is one."""

    def upgrade(self, obj: int, format: PyFormat) -> Any:
        return self._int4_dumper if -(2**15) <= obj < 2**15 else super().upgrade(obj, format)


class _IntegersDumper(Dumper):
    oid = types["int4"].array_oid

    def dump(self, obj: list[int]) -> bytes:
        return f"{{{','.join(map(str, obj))}}}".encode()


class ListDumper(array.ListDumper):
    """A list of integers in one go: the driver looks at each item four times, a twentieth of a thread's page."""

    def get_key(self, obj: list[Any], format: PyFormat) -> Any:
        return _IntegersDumper if _are_integers(obj) else super().get_key(obj, format)

    def upgrade(self, obj: list[Any], format: PyFormat) -> Any:
        return _IntegersDumper(list) if _are_integers(obj) else super().upgrade(obj, format)


def _are_integers(values: list[Any]) -> bool:
    return set(map(type, values)) == {int} and min(values) >= -(2**31) and max(values) < 2**31


@cache
def _adapters(django: AdaptersMap) -> AdaptersMap:
    own = AdaptersMap(django)
    own.register_loader(_MOMENT, psycopg.adapters.get_loader(_MOMENT, Format.TEXT))  # type: ignore[arg-type]
    own.register_dumper(int, IntDumper)
    own.register_dumper(list, ListDumper)
    return own


class _Stack(deque[Any]):
    """The pool's connections, of which the one that came back last is taken first. The pool takes the one that waited longest:
    with few visitors each page meets another server process, whose caches the others have emptied meanwhile."""

    def popleft(self) -> Any:
        return self.pop()


class DatabaseWrapper(base.DatabaseWrapper):
    @property
    def pool(self) -> Any:
        pool = super().pool
        if pool and not isinstance(pool._pool, _Stack):
            with pool._lock:
                pool._pool = _Stack(pool._pool)
        return pool

    def get_connection_params(self) -> dict[str, Any]:
        given: dict[str, Any] = super().get_connection_params()
        return given | {"context": _adapters(given["context"]), "cursor_factory": Cursor}

    def _configure_connection(self, connection: Any) -> bool:
        connection.prepared_max = PREPARED
        return bool(super()._configure_connection(connection))  # type: ignore[misc]

    def _set_autocommit(self, autocommit: bool) -> None:
        """Not again what a connection of the pool is already: the driver would take its lock and look at its state first."""
        if self.connection.autocommit is not autocommit:
            super()._set_autocommit(autocommit)  # type: ignore[misc]

    def create_cursor(self, name: str | None = None) -> Any:
        """Without Django's look at the zone, which is UTC in each of our connections."""
        if name:
            return self.connection.cursor(name, scrollable=False, withhold=self.connection.autocommit)
        return self.connection.cursor()

    def make_cursor(self, cursor: Any) -> Wrapper:
        return Wrapper(cursor, self)
