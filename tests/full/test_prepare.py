"""``bin/essaim prepare``: one node migrates at a time, and nobody is held up for long by a table that somebody uses."""

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from essaim.config.processes import PREPARING
from tests import servers
from tests.full.test_backup import FIRST_VERSION

pytestmark = pytest.mark.full
WAITING = """
SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
WHERE l.locktype = 'advisory' AND NOT l.granted
"""
PREPARE = [sys.executable, "-m", "essaim.config.cli", "prepare"]


def node(url: str, folder: Path) -> dict[str, str]:
    return servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(folder))


def is_complete(env: dict[str, str]) -> bool:
    return servers.essaim("manage", "migrate", "--check", env=env).returncode == 0


def begun(env: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(PREPARE, env=env, cwd=servers.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def wait_until_one_waits(database: "psycopg.Connection[tuple[int]]", process: "subprocess.Popen[str]") -> None:
    deadline = time.monotonic() + 60
    while database.execute(WAITING).fetchone() != (1,):
        assert process.poll() is None and time.monotonic() < deadline, "it did not wait for its turn"
        time.sleep(0.2)


def test_whoever_comes_second_waits_for_the_first(django_db_setup: None, tmp_path: Path) -> None:
    with servers.database(migrated=True) as url, psycopg.connect(url, autocommit=True) as first:
        first.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
        with begun(node(url, tmp_path)) as second:
            wait_until_one_waits(first, second)
            # For as long as the other needs: its own limit is for tables alone.
            time.sleep(11)
            assert second.poll() is None
            first.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])
            told, _none = second.communicate(timeout=120)
            assert second.returncode == 0 and "ready: reload or restart" in told, told


def test_two_nodes_at_once_make_one_database(django_db_setup: None, tmp_path: Path) -> None:
    with servers.database(migrated=False) as url:
        nodes = [node(url, tmp_path / name) for name in ("one", "two")]
        running = [begun(env) for env in nodes]
        told = [process.communicate(timeout=280)[0] for process in running]
        assert [process.returncode for process in running] == [0, 0], told
        assert is_complete(nodes[0])


def test_a_table_that_somebody_uses_is_given_up_soon_and_told(django_db_setup: None, tmp_path: Path) -> None:
    with servers.database(migrated=False) as url:
        env = node(url, tmp_path)
        older = env | {"DJANGO_SETTINGS_MODULE": "essaim.config.settings.base"}
        subprocess.run([sys.executable, "-W", "ignore", "-c", FIRST_VERSION], env=older, cwd=servers.ROOT, check=True)
        with psycopg.connect(url) as writing, psycopg.connect(url, autocommit=True) as serving:
            # Somebody writes and does not end, as a long import does.
            writing.execute("LOCK TABLE people_member IN ROW EXCLUSIVE MODE")
            with begun(env) as process:
                longest = 0.0
                while process.poll() is None:
                    asked = time.monotonic()
                    serving.execute("SELECT count(*) FROM people_member")
                    longest = max(longest, time.monotonic() - asked)
                    time.sleep(0.1)
                assert process.stdout
                told = process.stdout.read()
            assert process.returncode == 1
            assert "somebody holds a table that a migration needs" in told and "Traceback" not in told, told
            # Whoever reads stood behind the migration for no longer than it waited itself.
            assert longest < 20
        assert not is_complete(env)
        done = servers.essaim("prepare", env=env)
        assert done.returncode == 0, done.stdout
        assert is_complete(env)
