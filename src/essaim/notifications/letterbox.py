"""Reads the mails that the demo writes to files (Django's file backend: one file per connection, a line between mails)."""

import dataclasses
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

_FILE = re.compile(r"\d{8}-\d{6}-\d+\.log")
_NAME = re.compile(r"(\d{8}-\d{6}-\d+)-(\d+)")
_SEPARATOR = b"\n" + b"-" * 79 + b"\n"
# Newest files that are looked at: a letter box, not an archive.
MOST = 200


@dataclasses.dataclass(frozen=True)
class Letter:
    name: str
    subject: str
    to: str
    sent_at: datetime
    text: str
    html: str


def letters() -> list[Letter]:
    """The newest mails, newest first."""
    folder = _folder()
    if folder is None or not folder.is_dir():
        return []
    files = sorted((path for path in folder.iterdir() if _FILE.fullmatch(path.name)), reverse=True)[:MOST]
    found = [letter for path in files for letter in _read(path)]
    return sorted(found, key=lambda letter: (letter.sent_at, letter.name), reverse=True)


def letter(name: str) -> Letter | None:
    """The mail of that name, as ``letters`` gives it."""
    folder, parts = _folder(), _NAME.fullmatch(name)
    if folder is None or parts is None:
        return None
    path = folder / f"{parts[1]}.log"
    return next((letter for letter in _read(path) if letter.name == name), None) if path.is_file() else None


def files_with(found: Callable[[str], bool]) -> list[str]:
    """The names of the files in which a mail's addressee, subject or words are ``found``."""
    folder = _folder()
    if folder is None or not folder.is_dir():
        return []
    return [
        path.name
        for path in sorted(folder.iterdir())
        if _FILE.fullmatch(path.name)
        and any(found(f"{letter.to}\n{letter.subject}\n{letter.text}\n{letter.html}") for letter in _read(path))
    ]


def remove(name: str) -> None:
    """Throws a file of mails away; one that is gone already is no error."""
    folder = _folder()
    if folder is not None and _FILE.fullmatch(name):
        (folder / name).unlink(missing_ok=True)


def _folder() -> Path | None:
    path = getattr(settings, "EMAIL_FILE_PATH", None)
    return Path(path) if path else None


def _read(path: Path) -> list[Letter]:
    raw = path.read_bytes().split(_SEPARATOR)
    return [_parse(f"{path.stem}-{number}", piece) for number, piece in enumerate(raw) if piece.strip()]


def _parse(name: str, raw: bytes) -> Letter:
    message = message_from_bytes(raw.lstrip(), policy=policy.default)
    date = parsedate_to_datetime(str(message["Date"])) if message["Date"] else datetime.fromtimestamp(0, tz=UTC)
    return Letter(
        name=name,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        # "-0000" is a date in UTC whose sender does not say where they are; Python gives it without a zone.
        sent_at=date if date.tzinfo else date.replace(tzinfo=UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
