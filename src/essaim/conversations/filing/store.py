"""Where files lie: a folder of their own, under names that say nothing and that nobody guesses."""

import datetime
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

_SMALLER = ".shown"


def root() -> Path:
    return Path(settings.ATTACHMENTS_ROOT)


def put(content: bytes, shown: bytes | None) -> str:
    """Writes a file, and what pages show of it; returns its path in the folder."""
    name = secrets.token_hex(16)
    path = f"{name[:2]}/{name}"
    _write(root() / path, content)
    if shown is not None:
        _write(root() / (path + _SMALLER), shown)
    return path


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)


def place(path: str) -> Path:
    return root() / path


def shown(path: str) -> Path:
    """What pages show of a picture: the smaller one if there is one."""
    smaller = root() / (path + _SMALLER)
    return smaller if smaller.is_file() else root() / path


def remove(path: str) -> None:
    """Removes a file and what was shown of it; one that is not there is no error."""
    place(path).unlink(missing_ok=True)
    (root() / (path + _SMALLER)).unlink(missing_ok=True)


def older_than(moment: datetime.datetime) -> Iterator[str]:
    """The paths of files that were written before ``moment``."""
    for folder in sorted(root().glob("??")):
        for file in sorted(folder.iterdir()):
            if not file.name.endswith(_SMALLER) and file.stat().st_mtime < moment.timestamp():
                yield f"{folder.name}/{file.name}"
