"""Databases of one's own for tests of the command line, and the commands themselves as an administrator types them."""

import glob
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

from tests.plugins.database import _fingerprint

ROOT = Path(__file__).resolve().parents[1]
SECRET = "a-secret-that-no-backup-may-hold-0123456789"


def environment(**more: str) -> dict[str, str]:
    """The environment of a command, without what the test run itself has set."""
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("ESSAIM_", "DJANGO_", "DATABASE_URL", "PYTEST"))
    }
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "ESSAIM_SECRET_KEY": SECRET, **more}


def essaim(*words: str, env: dict[str, str], timeout: float = 300) -> "subprocess.CompletedProcess[str]":
    """Runs ``bin/essaim WORDS``; its output and errors are in ``stdout``."""
    return subprocess.run(
        [sys.executable, "-m", "essaim.config.cli", *words],
        env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=timeout,
    )  # fmt: skip


@contextmanager
def database(*, migrated: bool) -> Iterator[str]:
    """The address of a database on the tests' own server, empty or migrated; dropped afterwards."""
    parameters = connection.get_connection_params()
    address = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    name = f"test_{uuid.uuid4().hex[:12]}"
    template = f"template_{_fingerprint()}" if migrated else "template1"
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
        try:
            host = str(address.get("host", "")).replace("/", "%2F")
            port = f":{address['port']}" if address.get("port") else ""
            password = f":{address['password']}" if address.get("password") else ""
            yield f"postgresql://{address['user']}{password}@{host}{port}/{name}"
        finally:
            admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def foreign_binaries() -> Path | None:
    """The folder of another PostgreSQL's programs, 15 or newer, as Debian installs them; None where there is none."""
    found = [Path(path).parent for path in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    return min((path for path in found if int(path.parts[-2]) >= 15), key=lambda path: int(path.parts[-2]), default=None)


@contextmanager
def foreign_postgresql(binaries: Path, port: int) -> Iterator[str]:
    """A PostgreSQL that is not ours, with an ordinary role that owns one empty database. Yields its address."""
    with tempfile.TemporaryDirectory(prefix="essaim-foreign-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = folder / "cluster"
        cluster.mkdir(mode=0o700)
        user = "postgres" if os.geteuid() == 0 else None
        if user:
            os.chown(cluster, pwd.getpwnam(user).pw_uid, pwd.getpwnam(user).pw_gid)

        def run(program: str, *arguments: str) -> None:
            with open(folder / "log", "a") as log:
                subprocess.run(
                    [str(binaries / program), *arguments], check=True, user=user, extra_groups=[] if user else None, cwd="/",
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, env={"LC_ALL": "C.UTF-8", "PATH": os.environ["PATH"]},
                )  # fmt: skip

        run("initdb", "-D", str(cluster), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
        options = f"-c listen_addresses=127.0.0.1 -p {port} -c unix_socket_directories='' -c fsync=off -c max_connections=60"
        run("pg_ctl", "-D", str(cluster), "-w", "-o", options, "-l", str(cluster / "server.log"), "start")
        try:
            with psycopg.connect(host="127.0.0.1", port=port, user="postgres", autocommit=True) as admin:
                admin.execute("CREATE ROLE company LOGIN")
                admin.execute("CREATE DATABASE essaim OWNER company")
            yield f"postgresql://company@127.0.0.1:{port}/essaim"
        finally:
            run("pg_ctl", "-D", str(cluster), "-m", "immediate", "stop")
            shutil.rmtree(cluster, ignore_errors=True)


def rows(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text, sorted."""
    found = {}
    with psycopg.connect(url) as database:
        for (name,) in database.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1"
        ).fetchall():
            # Columns in their alphabetical order: an upgraded table may have them in another one.
            columns = [row[0] for row in database.execute(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY 1",
                [f'"{name}"'],
            ).fetchall()]  # fmt: skip
            chosen = sql.SQL(", ").join(map(sql.Identifier, columns))
            query = sql.SQL("SELECT row({})::text FROM {}").format(chosen, sql.Identifier(name))
            found[name] = sorted(row[0] for row in database.execute(query).fetchall())
    return found


def sequences(url: str) -> dict[str, tuple[int | None]]:
    with psycopg.connect(url) as database:
        return dict(
            database.execute("SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'").fetchall()
        )


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
