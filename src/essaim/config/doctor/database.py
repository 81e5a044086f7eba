"""The database server, and whether the database fits this version."""

import time
from typing import Any

from django.db import connection

from essaim.config.backup import restoring, state

SKEW = 5.0  # seconds


def _row(query: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def server() -> str:
    version, encoding, lowers = _row(
        "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), lower('É') = 'é'"
    )
    if version < 150000:
        return f"PostgreSQL {version // 10000} is too old: 15 or newer is needed"
    if encoding != "UTF8":
        return f"the database is encoded in {encoding}: create it with ENCODING 'UTF8'"
    if not lowers:
        return "the database does not lower accented letters: create it with the builtin C.UTF-8, an ICU or a UTF-8 locale"
    return ""


def durability() -> str:
    """Settings without which something acknowledged may be lost."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit', 'autovacuum')"
            " AND setting = 'off' ORDER BY name"
        )
        off = [name for (name,) in cursor.fetchall()]
    return f"{', '.join(off)} switched off in PostgreSQL: a crash may lose what was acknowledged; switch on" if off else ""


def connections() -> str:
    used, most = _row(
        "SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'), current_setting('max_connections')::int"
    )
    if used <= most * 0.8:
        return ""
    return f"{used} of PostgreSQL's {most} connections are used: raise max_connections (six for each web process, and a dozen for each worker)"


# Rows of the last acts; imports write older ones among them. Servers may differ by a little.
_NEWEST = """
SELECT extract(epoch FROM greatest(
  (SELECT max(occurred_at) FROM (SELECT occurred_at FROM journal_entry ORDER BY id DESC LIMIT 1000) latest),
  (SELECT max(started_at) FROM people_session)
) - clock_timestamp())::float8
"""
AHEAD = 300.0  # seconds


def past() -> str:
    """Whether what happened lies in the future: on one machine no second clock says that the first is wrong."""
    if _row("SELECT to_regclass('journal_entry') IS NULL OR to_regclass('people_session') IS NULL") == (True,):
        # Then the migrations are what is wrong.
        return ""
    (ahead,) = _row(_NEWEST)
    if ahead is None or ahead < AHEAD:
        return ""
    return (
        f"the newest acts and sessions lie {ahead / 60:.0f} minutes in the future: the clock is slow, or was fast when they were"
        " written; have the machine follow a time server (timedatectl)"
    )


def clock() -> str:
    before = time.time()
    (theirs,) = _row("SELECT extract(epoch FROM clock_timestamp())::float8")
    after = time.time()
    skew = before - theirs if theirs < before else theirs - after if theirs > after else 0.0
    if skew < SKEW:
        return ""
    return f"this machine and the database disagree on the time by {skew:.0f} seconds: have both follow a time server (timedatectl)"


def migrations() -> str:
    return "the database is behind this version: run  bin/essaim prepare" if state.is_behind() else ""


def half_restored() -> str:
    return "a restore was interrupted here: run  bin/essaim restore FILE  again" if restoring.half_restored() else ""
