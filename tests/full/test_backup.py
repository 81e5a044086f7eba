"""Restores that take long: from an older version, into another PostgreSQL, and after one that was killed."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests import servers
from tests.full.test_nodes import free_port

pytestmark = pytest.mark.full


@pytest.fixture
def foreign() -> Iterator[str]:
    binaries = servers.foreign_binaries()
    if not binaries:
        pytest.skip("needs a PostgreSQL of Debian's")
    with servers.foreign_postgresql(binaries, free_port()) as url:
        yield url


def people(url: str, folder: Path) -> dict[str, str]:
    """Fills a migrated database with people. Returns the environment of its commands."""
    env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(folder))
    done = servers.essaim("people", "import", "demo/people.csv", env=env)
    assert done.returncode == 0, done.stdout
    return env


def test_into_an_older_postgresql_that_is_not_ours(django_db_setup: None, foreign: str, tmp_path: Path) -> None:
    with servers.database(migrated=True) as url:
        env = people(url, tmp_path)
        before, counters = servers.rows(url), servers.sequences(url)
        assert servers.essaim("backup", str(tmp_path / "backup.tar"), env=env).returncode == 0
    there = servers.environment(DATABASE_URL=foreign, ESSAIM_DATA_DIR=str(tmp_path / "there"))
    done = servers.essaim("restore", str(tmp_path / "backup.tar"), env=there)
    assert done.returncode == 0, done.stdout
    assert servers.rows(foreign) == before
    assert servers.sequences(foreign) == counters
    # And the way back, with what was written there.
    assert servers.essaim("backup", str(tmp_path / "back.tar"), env=there).returncode == 0
    with servers.database(migrated=False) as url:
        back = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path / "back"))
        assert servers.essaim("restore", str(tmp_path / "back.tar"), env=back).returncode == 0
        assert servers.rows(url) == before


# As the first version was: the first migrations of our packages, and all of the libraries'.
FIRST_VERSION = """
import django
django.setup()
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from essaim.config.backup import state
nodes = MigrationLoader(connection).graph.leaf_nodes()
ours = {config.label for config in django.apps.apps.get_app_configs() if config.name.startswith("essaim.")}
state.migrate_to([node for node in nodes if node[0] not in ours] + [("learning", "0001_initial"), ("conversations", "0001_initial")])
"""


def test_from_an_older_version(django_db_setup: None, tmp_path: Path) -> None:
    with servers.database(migrated=False) as url:
        env = servers.environment(
            DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path), DJANGO_SETTINGS_MODULE="essaim.config.settings.base"
        )
        subprocess.run([sys.executable, "-W", "ignore", "-c", FIRST_VERSION], env=env, cwd=servers.ROOT, check=True)
        with psycopg.connect(url) as database:
            database.execute("INSERT INTO auth_group (name) VALUES ('Éditrices')")
        before = servers.rows(url)
        done = servers.essaim("backup", str(tmp_path / "old.tar"), env=env)
        assert done.returncode == 0, done.stdout
    with servers.database(migrated=False) as url:
        env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path / "new"))
        done = servers.essaim("restore", str(tmp_path / "old.tar"), env=env)
        assert done.returncode == 0, done.stdout
        assert servers.essaim("manage", "migrate", "--check", env=env).returncode == 0
        after = servers.rows(url)
        assert len(after) > len(before)
        assert set(before["django_migrations"]) < set(after["django_migrations"])
        assert any("Éditrices" in row for row in after["auth_group"])
        with psycopg.connect(url) as database:
            # What content takes away at every migration (Wagtail's groups and welcome page) apart, rows stay, and new ones get new numbers.
            assert database.execute("INSERT INTO auth_group (name) VALUES ('Éditeurs') RETURNING id").fetchone() is not None
            for name in ("django_content_type", "auth_permission", "wagtailcore_locale"):
                assert len(after[name]) >= len(before[name]), name


def test_a_killed_restore_serves_nobody_and_is_done_again(django_db_setup: None, tmp_path: Path) -> None:
    with servers.database(migrated=True) as url:
        env = people(url, tmp_path)
        before = servers.rows(url)
        assert servers.essaim("backup", str(tmp_path / "backup.tar"), env=env).returncode == 0
    with servers.database(migrated=False) as url:
        env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path / "there"))
        command = [sys.executable, "-m", "essaim.config.cli", "restore", str(tmp_path / "backup.tar")]
        with subprocess.Popen(command, env=env, cwd=servers.ROOT, stdout=subprocess.DEVNULL) as process:
            wait_until_half_way(url)
            process.kill()
        for words in (["serve", "--port", str(free_port())], ["worker"], ["backup", str(tmp_path / "again.tar")]):
            done = servers.essaim(*words, env=env)
            assert done.returncode == 1
            assert "a restore was interrupted here" in done.stdout
        done = servers.essaim("restore", str(tmp_path / "backup.tar"), env=env)
        assert done.returncode == 0, done.stdout
        assert servers.rows(url) == before


def wait_until_half_way(url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        time.sleep(1)
        with psycopg.connect(url, autocommit=True) as database:
            begun = database.execute(
                "SELECT to_regclass('essaim_restore_under_way') IS NOT NULL, to_regclass('people_member') IS NOT NULL"
            )
            if begun.fetchone() == (True, True):
                return
    raise AssertionError("the restore did not begin")
