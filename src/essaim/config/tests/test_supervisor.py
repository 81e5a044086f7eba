"""A process is replaced only by one that has come up."""

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from essaim.config import supervisor

# As a web process: does what the file "version" says, after it was told where to say that it is there.
PROGRAM = """
import os, pathlib, sys, time
version = pathlib.Path(sys.argv[1]).read_text()
if version == "broken":
    sys.exit(1)
if version != "slow":
    pathlib.Path(os.environ["ESSAIM_READY_FOLDER"], str(os.getpid())).touch()
time.sleep(60)
"""


@pytest.fixture
def version(tmp_path: Path) -> Path:
    file = tmp_path / "version"
    file.write_text("good")
    return file


@pytest.fixture
def watched(version: Path) -> Iterator[supervisor._Watched]:
    one = supervisor._Watched([sys.executable, "-c", PROGRAM, str(version), "--workers", "1"])
    until(one, one._is_there)
    yield one
    for process in one.processes():
        process.kill()
        process.wait()


def until(one: supervisor._Watched, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        one.look()
        time.sleep(0.05)


def test_the_new_one_takes_over_and_the_old_one_ends(watched: supervisor._Watched) -> None:
    old = watched.process
    watched.replace()
    assert old.poll() is None
    until(watched, lambda: old.poll() is not None)
    assert watched.process is not old and watched.process.poll() is None
    until(watched, lambda: watched.processes() == [watched.process])


@pytest.mark.parametrize("broken", ["broken", "slow"])
def test_the_old_one_stays_when_the_new_one_does_not_come_up(
    watched: supervisor._Watched, version: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "PATIENCE", 1.0)
    old = watched.process
    version.write_text(broken)
    watched.replace()
    new = watched.process
    until(watched, lambda: new.poll() is not None)
    until(watched, lambda: watched.processes() == [old])
    assert old.poll() is None


def test_a_fallen_one_is_started_again(watched: supervisor._Watched) -> None:
    first = watched.process
    first.kill()
    until(watched, lambda: watched.process is not first)
    assert watched.process.poll() is None


def test_what_a_killed_one_leaves_behind_is_ended(tmp_path: Path) -> None:
    left = tmp_path / "left"
    program = (
        "import pathlib, subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(left)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)"
    )
    one = supervisor._Watched([sys.executable, "-c", program])
    try:
        until(one, lambda: left.exists() and left.read_text() != "")
        first, orphan = one.process, int(left.read_text())
        first.kill()
        first.wait()
        until(one, lambda: one.process is not first)
        until(one, lambda: not running(orphan))
    finally:
        supervisor._stop_all(one.processes())


def running(pid: int) -> bool:
    """Whether a process lives; one that only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
