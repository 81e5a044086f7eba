"""A Maildir as a source of mails: for who fetches them with their own means (fetchmail, an alias of an existing server)."""

import asyncio
import logging
import os
from email.utils import parseaddr
from pathlib import Path

from asgiref.sync import sync_to_async
from django.db import close_old_connections

from essaim.kernel.errors import Refused
from essaim.kernel.replies import header, parse

from . import receiving
from .addresses import addresses_in

log = logging.getLogger(__name__)

# Seconds between two looks.
PAUSE = 5.0
# Where the address of ours stands, the surest first.
_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")


async def watch(folder: Path) -> None:
    """Takes what comes into ``folder/new``, for ever."""
    while True:
        try:
            await sync_to_async(take)(folder)
        except Exception:
            log.exception("mails in %s could not be taken, they stay there", folder)
        await asyncio.sleep(PAUSE)


def take(folder: Path) -> int:
    """Writes down every mail in ``folder/new`` and moves it to ``folder/cur``. Returns how many were kept.

    A mail that cannot be written down stays where it is; one for nobody is moved, marked as seen and trashed.
    """
    new, done, kept = folder / "new", folder / "cur", 0
    if not new.is_dir():
        return 0
    done.mkdir(exist_ok=True)
    close_old_connections()
    for path in sorted(path for path in new.iterdir() if path.is_file() and not path.is_symlink()):
        raw = path.read_bytes()
        flags = "S"
        try:
            number = _keep(raw)
        except Refused as no:
            if no.code == "too-many":
                continue
            number = 0
        kept += number > 0
        if not number:
            log.warning("%s is for nobody here", path.name)
            flags = "ST"
        os.rename(path, done / f"{path.name.partition(':')[0]}:2,{flags}")
    close_old_connections()
    return kept


def _keep(raw: bytes) -> int:
    message = parse(raw)
    found: dict[str, None] = {}
    for name in _HEADERS:
        found |= dict.fromkeys(addresses_in(header(message, name)))
        if found:
            break
    returned = header(message, "Return-Path")
    sender = None if not returned else parseaddr(returned)[1]
    for address in found:
        receiving.write_down(raw=raw, recipient=address, envelope_sender=sender)
    return len(found)
