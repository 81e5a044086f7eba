"""Uploaded files, held as they are while a backup reads them."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from essaim.kernel.errors import Refused


def folders() -> dict[str, Path]:
    """The folders whose files belong to the installation, by the name they have in a backup."""
    return {name.removesuffix("_ROOT").lower(): Path(getattr(settings, name)) for name in settings.KEPT_FOLDERS}


_PREFIX = ".backup-"
# Folders of links that have no lock are of a version without, or a moment old.
_AGE = 3600  # seconds


def lock(fd: int) -> bool:
    """Locks an open file for as long as it is open: whoever is killed lets go of it. False where somebody else has it."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def is_abandoned(path: Path) -> bool:
    """Whether nobody holds the file at work any more."""
    try:
        fd = os.open(path, os.O_RDWR)
    except OSError:
        return False
    try:
        return lock(fd)
    finally:
        os.close(fd)


def sweep(root: Path) -> None:
    """Removes the links that a killed backup left: by them, files that were erased since would be there still."""
    for folder in root.glob(f"{_PREFIX}*"):
        held = folder / "lock"
        if is_abandoned(held) or (not held.exists() and time.time() - folder.stat().st_mtime > _AGE):
            shutil.rmtree(folder, ignore_errors=True)


def _walk(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(_PREFIX))
        yield from (Path(folder) / name for name in sorted(files))


class Held:
    """Hard links to every file of a folder: a file that is deleted while the backup runs is still read.

    Where the file system knows no hard links, the files themselves are read, and one deleted meanwhile is left out.
    """

    def __init__(self, root: Path):
        self.root = root
        self.folder: Path | None = None
        self.linked = True

    def look(self) -> None:
        """Links what is there now; called before and after the database's snapshot, so that whatever it names is held."""
        if not self.root.is_dir() or not self.linked:
            return
        links = self._links()
        for path in _walk(self.root):
            link = links / path.relative_to(self.root)
            try:
                link.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                os.link(path, link)
            except (FileExistsError, FileNotFoundError):
                continue
            except OSError:
                self.linked = False
                return

    def files(self) -> Iterator[tuple[str, Path]]:
        """``(path in the folder, file to read)``."""
        source = self._links() if self.linked and self.root.is_dir() else self.root
        if source.is_dir():
            for path in _walk(source):
                yield path.relative_to(source).as_posix(), path

    def let_go(self) -> None:
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
            os.close(self.held)
            self.folder = None

    def _links(self) -> Path:
        """Where the links lie, beside a file that is locked while this process lives."""
        if self.folder is None:
            self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=self.root))
            self.held = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
            lock(self.held)
        return self.folder / "files"


def is_empty(root: Path) -> bool:
    return not root.is_dir() or next(_walk(root), None) is None


def empty(root: Path) -> None:
    if root.is_dir():
        for child in root.iterdir():
            shutil.rmtree(child) if child.is_dir() and not child.is_symlink() else child.unlink()


def target(path: str) -> Path:
    """Where the file ``folder/path`` of a backup goes. Raises Refused for a path that leads elsewhere."""
    name, _, inside = path.partition("/")
    root = folders().get(name)
    if root is None or not inside or ".." in Path(inside).parts or Path(inside).is_absolute():
        raise Refused(f"the backup names a file in no folder of ours: {path}")
    return root / inside
