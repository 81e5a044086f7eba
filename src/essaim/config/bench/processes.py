"""The servers that are measured, and the CPU that they and the database take."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from essaim.config import processes
from essaim.kernel.errors import Refused


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(application: str, web_processes: int = 2) -> Iterator[tuple[int, int]]:
    """A web server of ``application``, as ``serve`` starts it: its port, and the id of its process."""
    port = free_port()
    command = [*processes.web_command("127.0.0.1", port, web_processes)[:-1], application]
    # The sessions of the readers were made with this process's key, which is its own where none was given.
    environment = os.environ | {"ESSAIM_SECRET_KEY": settings.SECRET_KEY}
    server = subprocess.Popen(command, start_new_session=True, env=environment)
    try:
        _wait(port, server)
        yield port, server.pid
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise Refused("the web server could not start; its own words are above")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise Refused("the web server did not start within 30 seconds")


def postmaster() -> int | None:
    """The process of the database server, None where it is on another machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        own = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    return _parent(own.read_text()) if own.exists() and "postgres" in own.read_text() else None


def _parent(stat: str) -> int:
    return int(stat.rpartition(")")[2].split()[1])


def cpu(roots: list[int]) -> dict[int, float]:
    """Seconds of CPU that the processes ``roots`` and all that they started have taken so far, by process: by the scheduler's own count
    of each of their threads, since the ticks of ``/proc/PID/stat`` are too coarse for a tenth of a second.

    Raises Refused on a system that does not count.
    """
    if not Path("/proc/self/schedstat").exists():
        raise Refused("bench needs Linux with schedstat: this kernel does not count what a process takes")
    return {pid: _taken_by(pid) for pid in _below(roots)}


def taken(before: Mapping[int, float], after: Mapping[int, float]) -> float:
    """Seconds between two counts. Of a process that ended meanwhile nothing is known."""
    return sum(seconds - before.get(pid, 0.0) for pid, seconds in after.items())


def _below(roots: list[int]) -> list[int]:
    children: dict[int, list[int]] = {}
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with suppress(OSError):
                children.setdefault(_parent(Path(entry.path, "stat").read_text()), []).append(int(entry.name))
    found = list(roots)
    for pid in found:
        found += children.get(pid, [])
    return found


def _taken_by(pid: int) -> float:
    total = 0
    with suppress(OSError):
        for task in os.scandir(f"/proc/{pid}/task"):
            with suppress(OSError):
                total += int(Path(task.path, "schedstat").read_text().split()[0])
    return total / 1e9
