"""A real PostgreSQL for the tests: an embedded cluster kept between runs, without durability, one template database per
state of the migrations, cloned in a twentieth of a second for every worker. DATABASE_URL puts the tests on another server."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
_checkout = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
os.environ["ESSAIM_DATA_DIR"] = str(Path(tempfile.gettempdir()) / f"essaim-tests-{os.geteuid()}-{_checkout}")
os.environ.pop("ESSAIM_DEMO", None)
os.environ.pop("ESSAIM_DEBUG", None)

_server = None


def _acquire() -> None:
    global _server
    from essaim.config.embedded import Embedded

    if os.environ.get("DATABASE_URL") or _server:
        return
    folder = Path(os.environ["ESSAIM_DATA_DIR"]) / "postgres"
    _server = Embedded(folder, {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"})
    _server.acquire()


def pytest_configure(config: pytest.Config) -> None:
    _acquire()


def pytest_unconfigure(config: pytest.Config | None) -> None:
    if _server:
        _server.release()


def _fingerprint() -> str:
    """The state of the migrations: ours by content, the libraries' by the lock file."""
    digest = hashlib.sha256()
    for path in sorted((ROOT / "src").glob("essaim/*/migrations/*.py")):
        digest.update(path.read_bytes())
    digest.update((ROOT / "requirements" / "dev.txt").read_bytes())
    # Which applications there are.
    digest.update((ROOT / "src" / "essaim" / "config" / "settings" / "base.py").read_bytes())
    return digest.hexdigest()[:12]


def _use(database: str) -> None:
    from django.conf import settings
    from django.db import connections

    settings.DATABASES["default"]["NAME"] = database
    connections["default"].settings_dict["NAME"] = database


@contextmanager
def _template() -> Iterator[tuple[Any, str]]:
    """The database that others are cloned from, made if it is not there: a connection to its server, and its name.

    Only one process makes it, the others wait.
    """
    import psycopg
    from django.core.management import call_command
    from django.db import connection

    connection.close()
    parameters = connection.get_connection_params()
    address = {key: parameters[key] for key in ("host", "port", "user", "password") if parameters.get(key)}
    name = f"template_{_fingerprint()}"
    with psycopg.connect(dbname="postgres", autocommit=True, **address) as admin:
        admin.execute("SELECT pg_advisory_lock(20261124)")
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            for (old,) in admin.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE 'template_%%' AND datname !~ '^template[01]$'"
            ).fetchall():
                admin.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            admin.execute(f'CREATE DATABASE "{name}_building"')
            _use(f"{name}_building")
            call_command("migrate", verbosity=0)
            connection.close()
            admin.execute(f'ALTER DATABASE "{name}_building" RENAME TO "{name}"')
        admin.execute("SELECT pg_advisory_unlock(20261124)")
        yield admin, name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any, worker_id: str) -> Iterator[None]:
    from django.db import connections

    name = f"test_{worker_id}_{os.getpid()}"
    with ExitStack() as stack:
        with django_db_blocker.unblock():
            admin, template = stack.enter_context(_template())
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        _use(name)
        yield
        with django_db_blocker.unblock():
            connections.close_all()
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


def main() -> None:
    """``python -m tests.plugins.database``: makes the template, so that tests that begin later find it."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "essaim.config.settings.test"
    _acquire()
    try:
        django.setup()
        with _template():
            pass
    finally:
        pytest_unconfigure(None)


if __name__ == "__main__":
    main()
