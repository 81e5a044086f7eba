"""A new version is taken up while people read: nobody waits for seconds, and nobody is told that the site is down."""

import http.client
import signal
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path

import pytest

from tests import servers
from tests.full.test_nodes import free_port, started, wait_for

pytestmark = pytest.mark.full


def children(pid: int) -> set[int]:
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return {int(child) for child in found}


def read(port: int, stop: threading.Event, answers: list[float], lost: list[str]) -> None:
    """Asks for a page on a fresh connection, all the time."""
    while not stop.is_set():
        browser = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            browser.request("GET", "/people/account/sign-in/")
            assert browser.getresponse().status == 200
            answers.append(time.monotonic())
        except OSError as error:
            lost.append(type(error).__name__)
        browser.close()
        time.sleep(0.02)


def test_a_reload_is_not_noticed(django_db_setup: None, tmp_path: Path) -> None:
    port, log = free_port(), tmp_path / "log"
    with servers.database(migrated=True) as url:
        env = servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(tmp_path))
        with started(sys.executable, "-m", "essaim.config.cli", "serve", "--port", str(port), env=env, log=log) as site:
            wait_for(f"http://127.0.0.1:{port}/readyz", log)
            reload_under_load(site, port)


def reload_under_load(site: "subprocess.Popen[bytes]", port: int) -> None:
    before = children(site.pid)
    assert len(before) == 2  # web processes and worker
    stop, answers, lost = threading.Event(), list[float](), list[str]()
    readers = [threading.Thread(target=read, args=[port, stop, answers, lost]) for _ in range(3)]
    for reader in readers:
        reader.start()
    time.sleep(2)
    site.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and before & children(site.pid):
        time.sleep(0.5)
    time.sleep(2)
    stop.set()
    for reader in readers:
        reader.join()
    assert not before & children(site.pid), "old processes are still there"
    assert len(children(site.pid)) == 2
    # A connection that was being made as the old processes closed their door may be lost: a proxy asks again.
    assert len(lost) <= 3, lost
    gaps = [after - at for at, after in pairwise(sorted(answers))]
    assert max(gaps) < 3
