"""A mail server of a test's own, that takes what comes and may kill who brings it."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import Any

from aiosmtpd.controller import Controller


class Letters:
    """A mail server that takes what comes; with ``kill`` it takes the mail and kills who brought it."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.kill: subprocess.Popen[bytes] | None = None
        self.armed = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.got.append(message_from_bytes(envelope.content, policy=policy.default))
        if self.armed and self.kill:
            os.kill(self.kill.pid, signal.SIGKILL)
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[tuple[Letters, int]]:
    """The letters that come, and the port at which the server listens on this machine."""
    letters = Letters()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(letters, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield letters, port
    finally:
        controller.stop()
