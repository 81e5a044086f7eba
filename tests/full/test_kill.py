"""Processes are killed while people post: whatever was acknowledged exists exactly once, with its event and its notification."""

import http.cookiejar
import os
import random
import re
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.site import Site, running

pytestmark = pytest.mark.full
AUTHORS = ["claire.marchand@brindel.example", "thomas.quere@brindel.example", "julie.kerdreux@brindel.example"]
ASKER = "aurelie.vasseur@brindel.example"


class Browser:
    """Just enough of a browser to sign in and post."""

    def __init__(self, site: Site, email: str):
        self.site = site
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        page = self.get("/people/account/sign-in/")
        self.send("/people/demo/", {"csrfmiddlewaretoken": token(page), "email": email})

    def get(self, path: str) -> str:
        return str(self.opener.open(self.site.url + path, timeout=10).read().decode())

    def send(self, path: str, data: dict[str, str]) -> str:
        body = urllib.parse.urlencode(data).encode()
        return str(self.opener.open(urllib.request.Request(self.site.url + path, body), timeout=10).geturl())


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    return found.group(1)


def processes(site: Site) -> Iterator[tuple[int, str]]:
    """Web processes and the worker of this site, told by the data folder in their environment."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().decode(errors="replace")
            command = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if f"ESSAIM_DATA_DIR={site.folder}\0" in environment and ("granian" in command or "procrastinate" in command):
            yield int(folder.name), command


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        yield site


def ask(site: Site) -> str:
    """Asks a question; returns the address of its thread."""
    asker = Browser(site, ASKER)
    page = asker.get("/conversations/threads/new/")
    question = {"kind": "question", "title": "Et si on tuait tout ?", "source": "Dites-moi."}
    form = question | {"csrfmiddlewaretoken": token(page), "key": str(uuid.uuid4())}
    where = asker.send("/conversations/threads/new/", form)
    found = re.search(r"/conversations/threads/\d+/", where)
    assert found, where
    return found.group(0)


def keep_posting(site: Site, email: str, path: str, acknowledged: list[str], stop: threading.Event) -> None:
    """Posts until told to stop. Like a person: until it is acknowledged, the same form is sent again."""
    browser = Browser(site, email)
    page = browser.get(path)
    while not stop.is_set():
        key = str(uuid.uuid4())
        data = {"csrfmiddlewaretoken": token(page), "key": key, "source": f"Message {key}"}
        while not stop.is_set():
            try:
                browser.send(path, data)
                acknowledged.append(key)
                break
            except urllib.error.HTTPError as error:
                assert error.code >= 500 or error.code == 422, (error.code, error.read()[:2000])
                if error.code == 422:
                    return  # the limit of messages in a while
                time.sleep(0.2)
            except OSError:
                time.sleep(0.2)
        time.sleep(0.4)


def kill_some(site: Site, times: int) -> Counter[str]:
    """Kills web processes and workers, one at a time, the same ones every run; returns how many of each."""
    chance, killed = random.Random(2026), Counter[str]()
    for _ in range(times):
        time.sleep(1.2)
        pid, command = chance.choice(sorted(processes(site)))
        killed["web" if "granian" in command else "worker"] += 1
        os.kill(pid, signal.SIGKILL)
    return killed


def test_nothing_acknowledged_is_lost_or_doubled(site: Site) -> None:
    path, stop = ask(site), threading.Event()
    acknowledged: list[str] = []
    threads = [threading.Thread(target=keep_posting, args=[site, email, path, acknowledged, stop]) for email in AUTHORS]
    for thread in threads:
        thread.start()
    killed = kill_some(site, times=8)
    time.sleep(3)
    stop.set()
    for thread in threads:
        thread.join(30)
    assert len(acknowledged) > 10, acknowledged
    assert killed["web"] and killed["worker"], killed
    _check(site, acknowledged)


def _check(site: Site, acknowledged: list[str]) -> None:
    with psycopg.connect(
        host=str(site.folder / "postgres" / "socket"), user="essaim", dbname="essaim", autocommit=True
    ) as database:
        deadline = time.monotonic() + 150
        while time.monotonic() < deadline:
            row = database.execute(
                "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'journal.consume'"
            ).fetchone()
            if row == (0,):
                break
            time.sleep(1)
        posts = database.execute(
            "SELECT p.key::text, (SELECT count(*) FROM journal_entry e WHERE e.type = 'conversations.post-published' AND e.subject_id = p.id),"
            " (SELECT count(*) FROM notifications_notification n JOIN journal_entry e ON e.id = ANY(n.entry_ids || n.entry_id)"
            "  WHERE e.subject_id = p.id AND e.type = 'conversations.post-published' AND n.kind = 'conversations.reply')"
            " FROM conversations_post p WHERE p.key::text = ANY(%s)",
            [acknowledged],
        ).fetchall()
    assert sorted(row[0] for row in posts) == sorted(acknowledged)
    assert {row[1:] for row in posts} == {(1, 1)}
