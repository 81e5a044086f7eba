"""Whether an installation can serve: asked by balancers and watchers many times a minute, so two short queries."""

import time
from collections.abc import Iterable

from django.db import DatabaseError, connection
from psycopg_pool import PoolTimeout

from .backup import restoring, state

PARTS = ["database", "migrations", "worker"]
# Seconds after which a worker that has not been heard of counts as gone; they say a word every ten.
SILENT = 40
# Missing migrations are looked for again after this; once none is missing, none will be.
AGAIN = 5.0
# Seconds that a machine's question waits for a connection: who watches gives up after five or ten, and would learn nothing.
PATIENCE = 2.0

_migrated = False
_behind_since = 0.0


def reach_database() -> None:
    """Takes a connection within PATIENCE, where a reader's request would wait longer. Raises PoolTimeout."""
    pool = connection.pool if connection.connection is None else None  # type: ignore[attr-defined]
    if pool:
        pool.open()
        pool.putconn(pool.getconn(timeout=PATIENCE))


def look(parts: Iterable[str] = PARTS) -> dict[str, str]:
    """What is wrong with each part, in words; empty where nothing is. Without the database the other parts are unknown."""
    parts = list(parts)
    try:
        reach_database()
        found = {"database": "a restore is not finished" if restoring.half_restored() else ""}
        if "migrations" in parts:
            found["migrations"] = _migrations()
        if "worker" in parts:
            found["worker"] = _worker()
    except (DatabaseError, PoolTimeout):
        return {part: "does not answer" if part == "database" else "unknown" for part in parts}
    return {part: found[part] for part in parts}


def _migrations() -> str:
    global _migrated, _behind_since
    if not _migrated and time.monotonic() - _behind_since > AGAIN:
        _migrated = not state.is_behind()
        _behind_since = 0.0 if _migrated else time.monotonic()
    return "" if _migrated else "the database is behind this version"


def _worker() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_workers') IS NULL")
        if cursor.fetchone() == (True,):
            return "unknown"
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - make_interval(secs => %s))",
            [SILENT],
        )
        (heard,) = cursor.fetchone()
    return "" if heard else f"none heard of for {SILENT} seconds"
