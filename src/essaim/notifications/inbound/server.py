"""The mail server: SMTP and LMTP for addresses of ours alone. It says yes when a mail is in the database, and not before."""

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from asgiref.sync import sync_to_async
from django.db import close_old_connections

from essaim.kernel.errors import Refused

from . import maildir, receiving

log = logging.getLogger(__name__)

# Seconds: a silent connection is closed, and those that are open when we are told to stop may finish for so long.
SILENT, DRAIN = 120.0, 15.0
ALIVE = 30.0
_NO = {
    "address": "550 5.1.1 No such address here",
    "too-large": "552 5.3.4 Too large",
    "too-many": "451 4.7.1 Too many mails for this address, try again later",
}
_LATER = "451 4.3.0 Not kept, try again later"


class Handler:
    """Answers the commands that decide; aiosmtpd does the talking."""

    async def handle_RCPT(self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802
        if receiving.accepts(address) is None:
            return _NO["address"]
        if envelope.rcpt_tos:
            # One address, one answer: LMTP wants one for each, and other servers send again for the next.
            return "452 4.5.3 One recipient at a time"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        try:
            await sync_to_async(_write_down)(raw, envelope.rcpt_tos[0], envelope.mail_from or "")
        except Refused as no:
            return _NO[no.code]
        except Exception:
            log.exception("a mail could not be written down")
            return _LATER
        return "250 OK"

    async def handle_exception(self, error: Exception) -> str:
        log.exception("a mail connection failed", exc_info=error)
        return _LATER


def _write_down(raw: bytes, recipient: str, sender: str) -> None:
    close_old_connections()
    try:
        receiving.write_down(raw=raw, recipient=recipient, envelope_sender=sender)
    finally:
        close_old_connections()


class _Kept:
    """The connections that are open, so that they can be waited for."""

    def __init__(self) -> None:
        self.open: set[asyncio.BaseTransport] = set()

    def protocol(self, kind: type[SMTP]) -> Callable[[], SMTP]:
        kept = self

        class Protocol(kind):  # type: ignore[misc, valid-type]
            # RFC 5321 has a thousand; programs of companies write whole mails on one line.
            line_length_limit = 1 << 20

            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                kept.open.add(transport)
                super().connection_made(transport)

            def connection_lost(self, error: Exception | None) -> None:
                kept.open -= {one for one in kept.open if one.is_closing()}
                super().connection_lost(error)

        return lambda: Protocol(
            Handler(), data_size_limit=receiving.LARGEST, enable_SMTPUTF8=True, hostname=socket.gethostname(), ident="Essaim",
            timeout=SILENT, loop=asyncio.get_running_loop(),
        )  # fmt: skip


async def receive(
    *, smtp: Sequence[tuple[str, int]] = (), lmtp: Sequence[tuple[str, int]] = (), folder: Path | None = None,
    say: Callable[[str], object], stop: asyncio.Event | None = None,
) -> None:  # fmt: skip
    """Receives until told to stop (SIGTERM, SIGINT, or ``stop``), then ends what was begun.

    Parameters:
        smtp, lmtp: where to listen: host and port.
        folder: a Maildir to take mails from.

    Raises OSError when a port is taken.
    """
    loop, stopping, kept = asyncio.get_running_loop(), stop or asyncio.Event(), _Kept()
    if stop is None:
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stopping.set)
    servers = []
    for kind, places in ((SMTP, smtp), (LMTP, lmtp)):
        for host, port in places:
            servers.append(await loop.create_server(kept.protocol(kind), host, port))
            say(f"{kind.__name__} {host}:{port}")
    if folder:
        say(f"Maildir {folder}")
    rounds = [asyncio.create_task(_alive()), *([asyncio.create_task(maildir.watch(folder))] if folder else [])]
    await stopping.wait()
    for server in servers:
        server.close()
    for task in rounds:
        task.cancel()
    await _drain(kept)


async def _alive() -> None:
    while True:
        try:
            await sync_to_async(_say_alive)()
        except Exception as error:
            log.warning("the database does not answer: %s", error)
        await asyncio.sleep(ALIVE)


def _say_alive() -> None:
    close_old_connections()
    receiving.say_alive()
    close_old_connections()


async def _drain(kept: _Kept) -> None:
    """Waits for the mails that are being sent; those who only wait for a command are let go."""
    deadline = asyncio.get_running_loop().time() + DRAIN
    while kept.open and asyncio.get_running_loop().time() < deadline:
        for transport in list(kept.open):
            if transport.is_closing() or _is_idle(transport):
                transport.close()
                kept.open.discard(transport)
        await asyncio.sleep(0.1)


def _is_idle(transport: asyncio.BaseTransport) -> bool:
    protocol: Any = transport.get_protocol() if isinstance(transport, asyncio.Transport) else None
    return protocol is None or protocol.envelope is None or not protocol.envelope.mail_from
