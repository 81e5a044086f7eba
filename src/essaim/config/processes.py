"""The processes of an installation: a web server, a worker, and whoever watches them."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from essaim.kernel.errors import Refused
from essaim.people.management.set_up import set_up_link

from . import checks, static
from .backup import state
from .backup.restoring import refuse_half_restored
from .settings.database import is_embedded

# Seconds after which a process counts as started well.
STANDS = 4.0
# The advisory lock under which one node migrates.
PREPARING = 20261124


def default_port() -> int:
    return int(os.environ.get("PORT", "8000"))


def web_command(host: str, port: int, web_processes: int) -> list[str]:
    # One or two threads a process: with four or eight the slowest requests were eight times slower.
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(web_processes), "--blocking-threads", "2", "--no-ws", "--log-level", "warning",
        "--respawn-failed-workers", "essaim.config.wsgi:application",
    ]  # fmt: skip


def worker_command() -> list[str]:
    return [
        sys.executable, "-m", "django", "procrastinate", "--verbosity", "0", "worker",
        "--concurrency", "2", "--shutdown-graceful-timeout", "10", "--delete-jobs", "successful",
    ]  # fmt: skip


def port_is_free(host: str, port: int) -> bool:
    """Whether nobody answers there; asking is surer than binding, which the web server's shared sockets would allow."""
    with socket.socket() as probe:
        probe.settimeout(2)
        if probe.connect_ex((host, port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def ensure_migrated(say: Callable[[str], object]) -> None:
    """Brings an embedded database up to date, saying so; on a company's own, raises Refused: it is done there by hand."""
    refuse_half_restored()
    if not state.is_behind():
        return
    if not is_embedded():
        raise Refused("the database is behind this version: run  bin/essaim prepare  once, then start again")
    say("database")
    call_command("migrate", verbosity=0)


def serve(*, host: str, port: int, web_processes: int, with_worker: bool, say: Callable[[str], object]) -> None:
    """Serves until told to stop. Raises Refused when the port is taken or a setting is missing."""
    checks.ready_to_serve()
    if not port_is_free(host, port):
        raise Refused(f"port {port} is taken (is Essaim running already?): stop it, or choose another with PORT=8001")
    ensure_migrated(say)
    static.collect(say)
    link = set_up_link(settings.BASE_URL if os.environ.get("ESSAIM_BASE_URL") else f"http://{host}:{port}")
    connection.close()
    commands = [web_command(host, port, web_processes)] + ([worker_command()] if with_worker else [])
    say(f"http://{host}:{port}  (Ctrl-C stops everything)")
    if link:
        say(link)
    # The web processes of this node count their requests together.
    with tempfile.TemporaryDirectory(prefix="essaim-metrics-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        watch(commands)
        del os.environ["PROMETHEUS_MULTIPROC_DIR"]


def run(command: Sequence[str]) -> None:
    """Runs one process until it ends or we are told to stop."""
    watch([command])


def watch(commands: Sequence[Sequence[str]]) -> None:
    """Starts the processes, starts a fallen one again, has them reload on SIGHUP, and stops them all when told to.

    A process that has once stood for STANDS seconds is started again whenever it falls. Raises Refused when one falls three
    times without ever having stood: then something is wrong with the installation, and starting it again helps nobody.
    """
    watched = [_Watched(command) for command in commands]
    stopping = reloading = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    def reload(_signal: int, _frame: object) -> None:
        nonlocal reloading
        reloading = True

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, stop)
    # A terminal that is closed says SIGHUP too, and means the end.
    signal.signal(signal.SIGHUP, stop if sys.stdin and sys.stdin.isatty() else reload)
    try:
        while not stopping:
            time.sleep(0.2)
            for one in watched:
                one.look()
            if reloading:
                reloading = False
                for one in watched:
                    one.reload()
    finally:
        _stop_all([one.process for one in watched])


class _Watched:
    """One process that is kept running."""

    def __init__(self, command: Sequence[str]):
        self.command = command
        self.falls = 0
        self.stood = False
        self.ending = False  # because we told it to
        self._start()

    def _start(self) -> None:
        self.process = subprocess.Popen(self.command, env=os.environ, start_new_session=True)
        self.began = time.monotonic()

    def reload(self) -> None:
        """Has the process take up new code: granian replaces its web processes one by one, a worker ends its jobs and is started again."""
        if "granian" in self.command:
            self.process.send_signal(signal.SIGHUP)
        else:
            self.process.terminate()
            self.ending = True

    def look(self) -> None:
        """Starts the process again if it fell; raises Refused when that has never helped."""
        self.stood = self.stood or time.monotonic() - self.began > STANDS
        if self.process.poll() is None:
            return
        self.falls += not self.ending
        self.ending = False
        if self.falls >= 3 and not self.stood:
            raise Refused(f"a process fell three times in a row: {' '.join(self.command[2:5])} …; its own words are above")
        self._start()


def _stop_all(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + 12
    for process in processes:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
