"""The life of the embedded PostgreSQL: the first starts it, the others share it, the last stops it."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from essaim.config.embedded import Embedded


@pytest.fixture
def folder() -> Iterator[Path]:
    # Not pytest's own folder: its parents are closed to the account that PostgreSQL runs under.
    with tempfile.TemporaryDirectory(prefix="essaim-embedded-") as name:
        Path(name).chmod(0o755)
        yield Path(name) / "postgres"


def _answers(server: Embedded) -> bool:
    try:
        with psycopg.connect(server.url(), connect_timeout=3) as connection:
            return connection.execute("SELECT lower('É')").fetchone() == ("é",)
    except psycopg.OperationalError:
        return False


def test_a_second_command_neither_waits_nor_stops_the_first(folder: Path) -> None:
    first, second = Embedded(folder), Embedded(folder)
    first.acquire()
    second.acquire()
    assert _answers(second)
    second.release()
    assert _answers(first)
    first.release()
    assert not _answers(first)


def test_the_server_of_a_killed_command_is_taken_over(folder: Path) -> None:
    code = (
        "import os, pathlib; from essaim.config.embedded import Embedded; "
        f"Embedded(pathlib.Path({str(folder)!r})).acquire(); os.kill(os.getpid(), 9)"
    )
    source = str(Path(__file__).resolve().parents[3])
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": source, "PATH": "/usr/bin:/bin:/usr/sbin"}).returncode
        == -9
    )
    after = Embedded(folder)
    assert _answers(after)
    after.acquire()
    after.release()
    assert not _answers(after)


def test_modes_of_other_folders_stay_as_they_were(folder: Path) -> None:
    before = folder.parent.stat().st_mode
    server = Embedded(folder)
    server.acquire()
    server.release()
    assert folder.parent.stat().st_mode == before
