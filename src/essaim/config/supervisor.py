"""Keeps processes running, and replaces them by new ones of a newer version without a pause."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from essaim.kernel.errors import Refused

# Seconds after which a process counts as started well.
STANDS = 4.0
# Seconds that a new version has to come up; then the old one stays.
PATIENCE = 60.0
# Where a web process says that it has loaded the application (config.wsgi).
READY = "ESSAIM_READY_FOLDER"


def watch(commands: Sequence[Sequence[str]]) -> None:
    """Starts the processes, starts a fallen one again, replaces them on SIGHUP, and stops them all when told to.

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
                    one.replace()
    finally:
        _stop_all([process for one in watched for process in one.processes()])


class _Watched:
    """One process that is kept running; while it is being replaced, two."""

    def __init__(self, command: Sequence[str]):
        self.command = command
        self.falls = 0
        self.stood = False
        self.old: subprocess.Popen[bytes] | None = None
        self.leaving: list[subprocess.Popen[bytes]] = []
        self._start()

    def _start(self) -> None:
        # The folder of the new one, in which its web processes will say that they are there.
        self.ready = tempfile.TemporaryDirectory(prefix="essaim-ready-")
        environment = {**os.environ, READY: self.ready.name}
        self.process = subprocess.Popen(self.command, env=environment, start_new_session=True)
        self.began = time.monotonic()

    def processes(self) -> list[subprocess.Popen[bytes]]:
        return [self.process, *([self.old] if self.old else []), *self.leaving]

    def replace(self) -> None:
        """Starts a new one beside it, from the code that is there now: web processes share their port, workers their queue."""
        if self.old is None:
            self.old = self.process
            self._start()

    def look(self) -> None:
        """Starts the process again if it fell; raises Refused when that has never helped."""
        if self.old:
            self._change_over(self.old)
        self.leaving = [process for process in self.leaving if process.poll() is None]
        self.stood = self.stood or time.monotonic() - self.began > STANDS
        if self.process.poll() is None:
            return
        _end_orphans(self.process.pid)
        self.falls += 1
        if self.falls >= 3 and not self.stood:
            raise Refused(f"a process fell three times in a row: {' '.join(self.command[2:5])} …; its own words are above")
        self._start()

    def _change_over(self, old: "subprocess.Popen[bytes]") -> None:
        """Lets the old one go once the new one is there, or the new one when it does not come up."""
        came = self.process.poll() is None and self._is_there()
        failed = self.process.poll() is not None or time.monotonic() - self.began > PATIENCE
        if came or (failed and old.poll() is not None):
            self._let_go(old)
            self.old = None
        elif failed:
            self._let_go(self.process)
            self.process, self.old = old, None

    def _let_go(self, process: "subprocess.Popen[bytes]") -> None:
        # It answers what it has begun, takes nothing new, and ends.
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            self.leaving.append(process)

    def _is_there(self) -> bool:
        if "--workers" not in self.command:
            return time.monotonic() - self.began > STANDS
        wanted = int(self.command[self.command.index("--workers") + 1])
        return len(list(Path(self.ready.name).iterdir())) >= wanted


def _end_orphans(group: int) -> None:
    """A web server that was killed leaves its web processes, which would answer beside the new ones until somebody found them."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGTERM)


def say_ready() -> None:
    """Called by a web process that has loaded the application: those it replaces may go."""
    if folder := os.environ.get(READY):
        Path(folder, str(os.getpid())).touch()


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
