"""A ZIP archive of content: what may be in it, and where its files go."""

import io
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused

MOST_BYTES = 30 * 1024 * 1024
_MOST_UNPACKED = 100 * 1024 * 1024
_MOST_FILES = 2000
# What reading a damaged archive raises, whatever it was packed with.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, NotImplementedError, RuntimeError, EOFError, OSError, ValueError,
)  # fmt: skip
_KINDS = {".md", ".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif"}


@contextmanager
def unpacked(archive: bytes) -> Iterator[Path]:
    """The archive's content in a folder that is gone afterwards. Raises Refused for what is not a sound archive.

    Only texts and pictures are taken out. A name that leaves the folder, an archive of too many files or one that unpacks
    to too much is refused as a whole.
    """
    with tempfile.TemporaryDirectory(prefix="essaim-import-") as name:
        folder = Path(name)
        try:
            with zipfile.ZipFile(io.BytesIO(archive)) as packed:
                _unpack(packed, folder)
        except _UNREADABLE as error:
            raise Refused(_("Ce fichier n'est pas une archive ZIP lisible."), code="bad-archive") from error
        yield _top(folder)


def _unpack(packed: zipfile.ZipFile, folder: Path) -> None:
    members = [member for member in packed.infolist() if not member.is_dir()]
    if len(members) > _MOST_FILES:
        raise Refused(_("Cette archive contient trop de fichiers (2 000 au plus)."), code="too-many-files")
    left = _MOST_UNPACKED
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if not path.parts:
            # The folder itself.
            continue
        if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
            message = _('Cette archive n\'est pas sûre : le fichier "%(name)s" sortirait de son dossier.')
            raise Refused(message % {"name": member.filename}, code="unsafe-archive")
        if path.suffix.lower() not in _KINDS or path.parts[0] == "__MACOSX" or path.name.startswith("."):
            continue
        target = folder.joinpath(*path.parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(member) as source, target.open("wb") as out:
            # The size that the archive announces may be a lie: what comes out is counted.
            while piece := source.read(1 << 16):
                left -= len(piece)
                if left < 0:
                    raise Refused(_("Cette archive est trop grande une fois ouverte (100 Mo au plus)."), code="too-big")
                out.write(piece)


def _top(folder: Path) -> Path:
    """Archives often hold one folder that holds everything."""
    inside = list(folder.iterdir())
    only = inside[0] if len(inside) == 1 and inside[0].is_dir() else None
    return _top(only) if only and only.name != "sequences" and not (only / "sequence.md").exists() else folder


def texts_in(archive: bytes) -> list[str]:
    """The words of an archive's files; none for what is no sound archive."""
    try:
        with unpacked(archive) as folder:
            return [path.read_text(errors="replace") for path in sorted(folder.rglob("*.md"))]
    except Refused:
        return []
