"""Bringing a backup into an empty instance."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from essaim.kernel.errors import Refused

from . import files, seal, state, tables
from .archive import CUT, Reader, Rows
from .restoring import MARK

Say = Callable[[str], object]


def check(*, path: Path, key: str | None) -> dict[str, Any]:
    """Reads a backup from end to end and touches nothing. Returns its head and contents; raises Refused when it is not whole."""
    with _open(path) as file, seal.opening(file, key) as stream:
        reader = Reader(stream)
        for _entry in reader.entries():
            pass
        _drain(stream)
    return {**reader.head, "contents": reader.contents}


def restore(*, path: Path, key: str | None, say: Say) -> dict[str, Any]:
    """Fills the empty instance from ``path``, then brings it up to this version. Returns the backup's head and contents.

    The whole file is read and checked before anything is touched. Raises Refused where the instance is not empty, or the
    backup is damaged, sealed with another key, or of a newer version.
    """
    about = check(path=path, key=key)
    say(f"the backup of {about['made_at']}, Essaim {about['essaim']}, is whole")
    goal = state.targets([(app, name) for app, name in about["migrations"]], about["essaim"])
    _let_go()
    with tables.connect() as database:
        _ensure_empty(database)
        _ensure_room(about["contents"]["files"]["bytes"])
        _mark(database)
        tables.drop_everything(database, keep=MARK)
        database.commit()
        for root in files.folders().values():
            files.empty(root)
        state.migrate_to(goal)
        _let_go()
        with _open(path) as file, seal.opening(file, key) as stream:
            _load(database, Reader(stream), about)
            _drain(stream)
        say(
            f"{sum(table['rows'] for table in about['contents']['tables'].values())} rows, {about['contents']['files']['count']} files"
        )
        if state.is_behind():
            call_command("migrate", verbosity=0)
        _let_go()
        database.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(MARK)))
        database.commit()
        database.autocommit = True
        database.execute("ANALYZE")
    return about


def _open(path: Path) -> Any:
    try:
        return open(path, "rb")
    except OSError as error:
        raise Refused(f"the backup {path} cannot be read: {error.strerror}") from error


def _drain(stream: Any) -> None:
    """Reads to the end of the sealed stream: its last block says whether it was cut."""
    while stream.read(1 << 18):
        pass


def _let_go() -> None:
    """Closes Django's own connections: their prepared plans know tables that are about to go."""
    connection.close()
    if settings.DATABASES["default"]["OPTIONS"].get("pool"):
        connection.close_pool()  # type: ignore[attr-defined]


def _ensure_empty(database: tables.Connection) -> None:
    known = {table.name for table in tables.tables(database)}
    others = database.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    ).fetchone()
    if others and others[0]:
        raise Refused(
            "somebody is using this database: stop  bin/essaim serve  and  bin/essaim worker  on every node, then restore"
        )
    if MARK in known:
        _ensure_same_folders(database)
        return
    if known and "django_migrations" not in known:
        raise Refused(
            f"this database holds tables that are not Essaim's ({', '.join(sorted(known)[:3])}): give it one of its own"
        )
    people = database.execute("SELECT count(*) FROM people_member").fetchone() if "people_member" in known else None
    if people and people[0]:
        raise Refused(
            f"this instance already holds {people[0]} people: a backup is restored into an empty one"
            " (another ESSAIM_DATA_DIR, or another database in DATABASE_URL)"
        )
    _ensure_no_files(files.folders().values())


def _ensure_no_files(roots: Any) -> None:
    for root in roots:
        if not files.is_empty(root):
            raise Refused(f"there are files in {root} already: move them away, a backup is restored into an empty instance")


def _ensure_same_folders(database: tables.Connection) -> None:
    """Files of an interrupted restore may be emptied again, others may not."""
    begun = {row[0] for row in database.execute(sql.SQL("SELECT folder FROM {}").format(sql.Identifier(MARK))).fetchall()}
    _ensure_no_files(root for root in files.folders().values() if str(root) not in begun)


def _ensure_room(needed: int) -> None:
    for root in files.folders().values():
        folder = next(parent for parent in [root, *root.parents] if parent.exists())
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise Refused(
                f"the files need {needed / 2**30:.1f} GiB and {free / 2**30:.1f} are free on the disk of {root}: make room"
            )


def _mark(database: tables.Connection) -> None:
    mark = sql.Identifier(MARK)
    database.execute(sql.SQL("CREATE TABLE IF NOT EXISTS {} (folder text PRIMARY KEY)").format(mark))
    for root in files.folders().values():
        database.execute(sql.SQL("INSERT INTO {} VALUES (%s) ON CONFLICT DO NOTHING").format(mark), [str(root)])
    database.commit()


def _load(database: tables.Connection, reader: Reader, about: dict[str, Any]) -> None:
    """Rows in one transaction, files beside it. Foreign keys are put back, and so checked, at the end."""
    known = [tables.Table(name, tuple(columns)) for name, columns in about["tables"].items()]
    here = {table.name: table for table in tables.tables(database) if table.name != MARK}
    if {t.name: set(t.columns) for t in known} != {name: set(t.columns) for name, t in here.items()}:
        different = sorted({t.name for t in known} ^ set(here)) or sorted(
            t.name for t in known if set(t.columns) != set(here[t.name].columns)
        )
        raise Refused(
            f"the backup's tables are not those of its migrations ({', '.join(different[:5])}): it was changed by hand"
        )
    with _unguarded(database, [table.name for table in known]):
        _copy(database, reader, {table.name: table for table in known})
    tables.set_sequences(database, reader.contents["sequences"])
    for name, told in reader.contents["tables"].items():
        counted = database.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))).fetchone()
        if counted != (told["rows"],):
            raise Refused(CUT)
    database.commit()


@contextmanager
def _unguarded(database: tables.Connection, names: list[str]) -> Iterator[None]:
    """Empties the tables, and has them take rows in any order: keys are put back afterwards, and so checked.

    Triggers rest too: they would write what the backup already holds.
    """
    keys = [(sql.Identifier(table), sql.Identifier(name), sql.SQL(text)) for table, name, text in tables.foreign_keys(database)]  # type: ignore[arg-type]
    known = [sql.Identifier(name) for name in names]
    for table, name, _text in keys:
        database.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(table, name))
    for table in known:
        database.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(table))
    database.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(known)))
    yield
    for table in known:
        database.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(table))
    for table, name, text in keys:
        database.execute(sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(table, name, text))


def _copy(database: tables.Connection, reader: Reader, known: dict[str, tables.Table]) -> None:
    for entry in reader.entries():
        if isinstance(entry, Rows):
            with database.cursor() as cursor, cursor.copy(known[entry.table].copy("FROM STDIN")) as copied:
                copied.write(entry.data)
            continue
        path = files.target(entry.path)
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            shutil.copyfileobj(entry.stream, file, 1 << 18)
        os.utime(path, (entry.modified, entry.modified))
