"""The processes of an installation: a web server, a worker, and whoever watches them."""

import os
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from essaim.kernel.errors import Refused
from essaim.people.management.set_up import set_up_link

from . import checks, static
from .backup import state
from .backup.restoring import refuse_half_restored
from .settings.database import is_embedded
from .settings.numbers import whole_number
from .supervisor import watch

# The advisory lock under which one node, or one command, migrates.
PREPARING = 20261124


def default_port() -> int:
    return whole_number("PORT", 8000, such_as="8000")


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


@contextmanager
def migrating() -> Iterator[None]:
    """Several may begin at once: one migrates, the others wait for it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    try:
        yield
    finally:
        connection.close()  # and with it the lock, and what was set meanwhile
        if connection.settings_dict["OPTIONS"].get("pool"):
            connection.close_pool()  # type: ignore[attr-defined]


def ensure_migrated(say: Callable[[str], object]) -> None:
    """Brings an embedded database up to date, saying so; on a company's own, raises Refused: it is done there by hand."""
    refuse_half_restored()
    if not state.is_behind():
        return
    if not is_embedded():
        raise Refused("the database is behind this version: run  bin/essaim prepare  once, then start again")
    say("database")
    # Another command may be at it, at the first start above all.
    with migrating():
        if state.is_behind():
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
