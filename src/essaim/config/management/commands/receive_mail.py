import argparse
import asyncio
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection

from essaim.config import checks
from essaim.config.backup.restoring import refuse_half_restored
from essaim.kernel.errors import Refused
from essaim.notifications.inbound import server


class Command(BaseCommand):
    help = "Receives answers by mail for reply+…@ESSAIM_MAIL_DOMAIN: keeps them, and leaves them to the worker."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--lmtp",
            action="append",
            default=[],
            metavar="HOST:PORT",
            help="listen for a mail server of this machine, 127.0.0.1:8024",
        )
        parser.add_argument("--smtp", action="append", default=[], metavar="HOST:PORT", help="listen for other mail servers")
        parser.add_argument("--maildir", type=Path, help="take mails from the folder new in this Maildir")

    def handle(self, *args: Any, **options: Any) -> None:
        checks.ready_to_serve()
        refuse_half_restored()
        if not settings.MAIL_DOMAIN:
            raise Refused(
                "ESSAIM_MAIL_DOMAIN is not set: the domain of the addresses that answers come to, such as reply.example.org"
            )
        smtp, lmtp, folder = (
            [_place(one) for one in options["smtp"]],
            [_place(one) for one in options["lmtp"]],
            options["maildir"],
        )
        if not (smtp or lmtp or folder):
            raise Refused("say where mails come from: --lmtp 127.0.0.1:8024, --smtp 0.0.0.0:25, or --maildir FOLDER")
        if folder and not (folder / "new").is_dir():
            raise Refused(f"{folder} is no Maildir: there is no folder {folder / 'new'}")
        connection.close()
        asyncio.run(server.receive(smtp=smtp, lmtp=lmtp, folder=folder, say=self._say))

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()


def _place(words: str) -> tuple[str, int]:
    """Host and port of ``127.0.0.1:8024``, ``[::1]:8024`` or ``:8024``."""
    host, _colon, port = words.rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Refused(f"{words} is no place to listen at: write HOST:PORT, such as 127.0.0.1:8024")
    return host.strip("[]") or "127.0.0.1", int(port)
