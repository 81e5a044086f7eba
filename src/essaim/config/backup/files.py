"""Uploaded files, held as they are while a backup reads them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from essaim.kernel.errors import Refused


def folders() -> dict[str, Path]:
    """The folders whose files belong to the installation, by the name they have in a backup."""
    return {name.removesuffix("_ROOT").lower(): Path(getattr(settings, name)) for name in settings.KEPT_FOLDERS}


def _walk(root: Path) -> Iterator[Path]:
    for folder, names, files in os.walk(root):
        names[:] = sorted(name for name in names if not name.startswith(".backup-"))
        yield from (Path(folder) / name for name in sorted(files))


class Held:
    """Hard links to every file of a folder: a file that is deleted while the backup runs is still read.

    Where the file system knows no hard links, the files themselves are read, and one deleted meanwhile is left out.
    """

    def __init__(self, root: Path):
        self.root = root
        self.links = root / f".backup-{os.getpid()}"
        self.linked = True

    def look(self) -> None:
        """Links what is there now; called before and after the database's snapshot, so that whatever it names is held."""
        if not self.root.is_dir() or not self.linked:
            return
        for path in _walk(self.root):
            link = self.links / path.relative_to(self.root)
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
        source = self.links if self.linked else self.root
        if source.is_dir():
            for path in _walk(source):
                yield path.relative_to(source).as_posix(), path

    def let_go(self) -> None:
        shutil.rmtree(self.links, ignore_errors=True)


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
