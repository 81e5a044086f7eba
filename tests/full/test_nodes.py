"""Two web nodes behind a proxy and two workers on one PostgreSQL that is not ours: one of each is killed while people post."""

import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from tests import servers
from tests.full.test_kill import ASKER, AUTHORS, Browser, token
from tests.site import Site

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(
        not shutil.which("nginx") or not servers.foreign_binaries(), reason="needs Debian's nginx and postgresql"
    ),
]

HEAD = """
pid {folder}/pid; error_log {folder}/error.log; daemon off; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def configuration(folder: Path, port: int, nodes: list[int]) -> str:
    """The configuration that we ship, without its certificate, on other ports."""
    text = (servers.ROOT / "deploy" / "nginx" / "essaim.conf").read_text()
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.S)
    text = re.sub(r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};", text)
    text = re.sub(r"\n\s+ssl_certificate[^\n]*", "", text)
    for shipped, ours in zip(("8000", "8001"), nodes, strict=True):
        text = text.replace(f"127.0.0.1:{shipped}", f"127.0.0.1:{ours}")
    return HEAD.format(folder=folder) + text + "}\n"


@contextmanager
def started(*command: str, env: dict[str, str] | None = None, log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with open(log, "ab") as file:
        process = subprocess.Popen(command, env=env, cwd=servers.ROOT, stdout=file, stderr=file, start_new_session=True)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


def wait_for(url: str, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{url} was not there in time:\n{log.read_text()[-3000:]}")


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kills a node as a power cut does: the process and all that it started, found before the first of them falls."""
    family = [str(process.pid)]
    for pid in family:
        family += subprocess.run(["pgrep", "-P", pid], capture_output=True, text=True).stdout.split()
    assert len(family) > 1, "a node is more than one process"
    subprocess.run(["kill", "-9", *family], check=True)
    process.wait(10)


@contextmanager
def cluster() -> Iterator[tuple[Site, str, dict[str, "subprocess.Popen[bytes]"], list[int], dict[str, str]]]:
    """Yields the site as visitors see it, its database, the nodes by name, the ports of the web nodes, and their environment."""
    binaries = servers.foreign_binaries()
    assert binaries
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="essaim-nodes-")))
        folder.chmod(0o755)
        url = stack.enter_context(servers.foreign_postgresql(binaries, free_port()))
        front, nodes = free_port(), [free_port(), free_port()]
        env = servers.environment(
            DATABASE_URL=url, ESSAIM_DATA_DIR=str(folder), ESSAIM_BASE_URL=f"http://127.0.0.1:{front}", ESSAIM_DEMO="1"
        )
        prepared = servers.essaim("demo", "--prepare", env=env)
        assert prepared.returncode == 0, prepared.stdout[-3000:]
        log = folder / "log"
        base = [sys.executable, "-m", "essaim.config.cli"]
        processes = {}
        for number, port in enumerate(nodes):
            command = [*base, "serve", "--no-worker", "--workers", "1", "--port", str(port)]
            processes[f"web{number}"] = stack.enter_context(started(*command, env=env, log=log))
            processes[f"worker{number}"] = stack.enter_context(started(*base, "worker", env=env, log=log))
        (folder / "nginx.conf").write_text(configuration(folder, front, nodes))
        stack.enter_context(started("nginx", "-c", str(folder / "nginx.conf"), log=log))
        for port in nodes:
            wait_for(f"http://127.0.0.1:{port}/readyz", log)
        wait_for(f"http://127.0.0.1:{front}/healthz", log)
        yield Site(f"http://127.0.0.1:{front}", folder, env), url, processes, nodes, env


def test_one_web_node_and_one_worker_are_killed(tmp_path: Path) -> None:
    with cluster() as (site, url, nodes, ports, env):
        path = ask(site)
        acknowledged: list[str] = []
        stop = threading.Event()
        threads = [threading.Thread(target=post, args=[site, email, path, acknowledged, stop]) for email in AUTHORS]
        for thread in threads:
            thread.start()
        time.sleep(4)
        kill(nodes["web0"])
        kill(nodes["worker0"])
        with pytest.raises(OSError, match="refused"):
            urllib.request.urlopen(f"http://127.0.0.1:{ports[0]}/healthz", timeout=5)
        before = len(acknowledged)
        # A backup is taken meanwhile, by a machine that has lost half of its nodes.
        saved = servers.essaim("backup", str(tmp_path / "during.tar"), env=env)
        assert saved.returncode == 0, saved.stdout
        time.sleep(4)
        stop.set()
        for thread in threads:
            thread.join(30)
        assert len(acknowledged) > before > 3, (before, len(acknowledged))
        assert urllib.request.urlopen(f"{site.url}/healthz", timeout=5).read() == b"alive\n"
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(f"{site.url}/metrics", timeout=5)
        check(url, acknowledged)
    check_backup(tmp_path / "during.tar", tmp_path / "restored")


def ask(site: Site) -> str:
    asker = Browser(site, ASKER)
    page = asker.get("/conversations/threads/new/")
    where = asker.send(
        "/conversations/threads/new/",
        {
            "csrfmiddlewaretoken": token(page),
            "key": str(uuid.uuid4()),
            "kind": "question",
            "title": "Et à deux ?",
            "source": "Dites.",
        },
    )
    found = re.search(r"/threads/(\d+)/", where)
    assert found, where
    return f"/conversations{found.group(0)}"


def post(site: Site, email: str, path: str, acknowledged: list[str], stop: threading.Event) -> None:
    """Posts like a person: until it is acknowledged, the same form is sent again."""
    browser = Browser(site, email)
    page = browser.get(path)
    while not stop.is_set():
        key = str(uuid.uuid4())
        while not stop.is_set():
            try:
                browser.send(path, {"csrfmiddlewaretoken": token(page), "key": key, "source": f"Message {key}"})
                acknowledged.append(key)
                break
            except urllib.error.HTTPError as error:
                assert error.code >= 500 or error.code == 422, error.code
                if error.code == 422:
                    return  # the limit of messages in a while
            except OSError:
                pass
            time.sleep(0.2)
        time.sleep(0.4)


POSTS = """
SELECT p.key::text,
       (SELECT count(*) FROM journal_entry e WHERE e.type = 'conversations.post-published' AND e.subject_id = p.id),
       (SELECT count(*) FROM notifications_notification n JOIN journal_entry e ON e.id = ANY(n.entry_ids || n.entry_id)
        WHERE e.subject_id = p.id AND e.type = 'conversations.post-published' AND n.kind = 'conversations.reply')
FROM conversations_post p WHERE p.key::text = ANY(%s)
"""
OPEN = "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name = 'journal.consume'"


def check(url: str, acknowledged: list[str]) -> None:
    """Each acknowledged message is there once, with one event and one notification, though its worker may have been killed."""
    with psycopg.connect(url, autocommit=True) as database:
        deadline = time.monotonic() + 150
        while time.monotonic() < deadline and database.execute(OPEN).fetchone() != (0,):
            time.sleep(1)
        posts = database.execute(POSTS, [acknowledged]).fetchall()
    assert sorted(row[0] for row in posts) == sorted(acknowledged)
    assert {row[1:] for row in posts} == {(1, 1)}


def check_backup(path: Path, folder: Path) -> None:
    """What was saved while people were writing agrees with itself, on a server of another version than it came from."""
    folder.mkdir()
    with servers.database(migrated=False) as url:
        done = servers.essaim("restore", str(path), env=servers.environment(DATABASE_URL=url, ESSAIM_DATA_DIR=str(folder)))
        assert done.returncode == 0, done.stdout
        with psycopg.connect(url) as database:
            without = database.execute(
                "SELECT count(*) FROM conversations_post p WHERE NOT EXISTS"
                " (SELECT FROM journal_entry e WHERE e.type = 'conversations.post-published' AND e.subject_id = p.id)"
                " AND p.source LIKE 'Message %'"
            ).fetchone()
            posts = database.execute("SELECT count(*) FROM conversations_post WHERE source LIKE 'Message %'").fetchone()
    assert without == (0,)
    assert posts and posts[0] > 3
