"""A real site: the demo organisation on its own database, with its web server and its worker."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Site:
    """A served demo.

    Parameters:
        url: its address, without a slash at the end.
        folder: its data folder; mails are files in ``folder / "mails"``.
        environment: with which a command addresses it.
    """

    def __init__(self, url: str, folder: Path, environment: dict[str, str]):
        self.url, self.folder, self.environment = url, folder, environment

    def essaim(self, *words: str) -> str:
        """What ``bin/essaim WORDS`` prints there. Raises AssertionError when it fails."""
        command = [sys.executable, "-W", "ignore", "-m", "essaim.config.cli", *words]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def mails(self) -> list[str]:
        return [path.read_text() for path in sorted((self.folder / "mails").glob("*"))]


@contextmanager
def running(database: str = "") -> Iterator[Site]:
    """Starts the demo in a folder of its own, and leaves nothing behind.

    ``database`` is the address of one that is migrated and empty; without it the demo makes its own, which takes longer.
    """
    folder = Path(tempfile.mkdtemp(prefix="essaim-browser-"))
    folder.chmod(0o755)
    port = free_port()
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("ESSAIM_", "DJANGO_", "DATABASE_URL", "PYTEST"))},
        "ESSAIM_DATA_DIR": str(folder), "ESSAIM_DEMO": "1", "PORT": str(port), "PYTHONPATH": str(ROOT / "src"),
    }  # fmt: skip
    if database:
        environment["DATABASE_URL"] = database
    command = [sys.executable, "-m", "essaim.config.cli", "demo"]
    log = (folder / "log").open("w")
    process = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, start_new_session=True)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(url, process, folder / "log")
        yield Site(url, folder, environment)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + 400
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the demo did not start:\n{log.read_text()[-20000:]}")
        try:
            urllib.request.urlopen(f"{url}/people/account/sign-in/", timeout=5)
            return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"the demo was not there in time:\n{log.read_text()[-20000:]}")
