"""Taking a backup while the site is served."""

import contextlib
import dataclasses
import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.db import connection
from psycopg import IsolationLevel, sql

from essaim import __version__
from essaim.kernel import clock
from essaim.kernel.errors import Refused

from . import configuration, files, seal, tables
from .archive import Writer
from .restoring import refuse_half_restored

# How ``place`` names files.
NAMES = ("essaim-????????T??????Z.tar", "essaim-????????T??????Z.tar.age")
Say = Callable[[str], object]


@dataclasses.dataclass(frozen=True)
class Made:
    """A backup that stands on the disk."""

    path: Path
    size: int  # bytes
    rows: int
    files: int
    seconds: float
    encrypted: bool


def place(path: Path, *, encrypted: bool, now: datetime | None = None) -> Path:
    """The file to write: ``path`` itself, or one named by the moment where it is a folder. Raises Refused where it exists."""
    if path.is_dir():
        moment = (now or clock.now()).astimezone(UTC)
        path = path / f"essaim-{moment:%Y%m%dT%H%M%SZ}.tar{'.age' if encrypted else ''}"
    if path.exists():
        raise Refused(f"{path} is already there: a backup never replaces another file, choose another name")
    if not path.parent.is_dir():
        raise Refused(f"there is no folder {path.parent}: make it, or choose another place")
    return path


def make(*, path: Path, key: str | None, say: Say) -> Made:
    """Writes everything to ``path``, under another name until it is complete and on the disk. Raises Refused."""
    refuse_half_restored()
    began = time.monotonic()
    path = place(path, encrypted=key is not None)
    partial = path.with_name(f".{path.name}.partial")
    _remove_abandoned(path.parent)
    try:
        with open(partial, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            files.lock(file.fileno())
            with seal.sealing(file, key) as stream:
                rows, count = _write(stream, say)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
        _sync_folder(path.parent)
    finally:
        partial.unlink(missing_ok=True)
    made = Made(path, path.stat().st_size, rows, count, time.monotonic() - began, key is not None)
    _remember(made)
    return made


def _remove_abandoned(folder: Path) -> None:
    """Removes what backups named by ``place`` were writing here when they were killed."""
    for name in NAMES:
        for partial in folder.glob(f".{name}.partial"):
            if files.is_abandoned(partial):
                partial.unlink(missing_ok=True)


def _write(stream: BinaryIO, say: Say) -> tuple[int, int]:
    with _held_files() as held, tables.connect() as database:
        database.isolation_level = IsolationLevel.REPEATABLE_READ
        database.read_only = True
        known = _snapshot(database)
        for folder in held.values():
            folder.look()
        writer = Writer(stream, _head(database, known))
        rows = 0
        for table in known:
            with database.cursor() as cursor, cursor.copy(table.copy("TO STDOUT")) as copied:
                rows += writer.table(table.name, iter(copied))
        say(f"{rows} rows of {len(known)} tables")
        sequences = tables.sequences(database)
        database.rollback()
        for name, folder in held.items():
            _write_files(writer, name, folder)
        say(f"{writer.files.count} files")
        writer.finish({"sequences": sequences})
        return rows, writer.files.count


@contextlib.contextmanager
def _held_files() -> Iterator[dict[str, files.Held]]:
    held = {name: files.Held(root) for name, root in files.folders().items()}
    for folder in held.values():
        files.sweep(folder.root)
    try:
        for folder in held.values():
            folder.look()
        yield held
    finally:
        for folder in held.values():
            folder.let_go()


def _snapshot(database: tables.Connection) -> list[tables.Table]:
    """Everything from here on is read as it is now; tables keep their shape until the end."""
    known = tables.tables(database)
    if not any(table.name == "django_migrations" for table in known):
        raise Refused("there is nothing to back up: this database was never set up (bin/essaim serve, or bin/essaim prepare)")
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in known)
    database.execute(sql.SQL("LOCK TABLE {} IN ACCESS SHARE MODE").format(names))
    return known


def _head(database: tables.Connection, known: list[tables.Table]) -> dict[str, object]:
    migrations = database.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return {
        "essaim": __version__,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "postgresql": database.info.server_version,
        "migrations": migrations,
        "tables": {table.name: table.columns for table in known},
        "settings": configuration.without_secrets(),
    }


def _write_files(writer: Writer, name: str, folder: files.Held) -> None:
    for inside, path in folder.files():
        # Where files could not be linked, one may be gone by now.
        with contextlib.suppress(FileNotFoundError), open(path, "rb") as file:
            about = os.fstat(file.fileno())
            writer.file(f"{name}/{inside}", file, about.st_size, about.st_mtime)


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _remember(made: Made) -> None:
    """Leaves a trace for ``doctor``, where the database is recent enough to have a place for it."""
    from essaim.config.models import Backup

    if Backup._meta.db_table in connection.introspection.table_names():
        Backup.objects.create(
            made_at=clock.now(), place=str(made.path), size=made.size, rows=made.rows, files=made.files,
            seconds=made.seconds, encrypted=made.encrypted,
        )  # fmt: skip


def forget_older(folder: Path, keep: int) -> list[Path]:
    """Removes all but the ``keep`` newest of the backups that ``place`` named in this folder. Returns what went."""
    made = sorted((path for name in NAMES for path in folder.glob(name)), key=lambda path: path.name)
    gone = made[:-keep]
    for path in gone:
        path.unlink()
    return gone
