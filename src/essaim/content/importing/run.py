"""The import: every file is read and checked first; then all is written in one transaction, or nothing."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.content.models import ProgrammePage
from essaim.kernel.errors import Refused
from essaim.kernel.registry import Registry
from essaim.people.models import Member

from . import pictures
from .files import Problems


@dataclasses.dataclass(frozen=True)
class Line:
    """One line of the report. ``change`` is ``created``, ``updated`` or ``left``."""

    change: str
    what: str
    title: str
    place: str


@dataclasses.dataclass
class Import:
    """An import under way: who does it, and what it did so far."""

    actor: Member | None
    problems: Problems
    lines: list[Line] = dataclasses.field(default_factory=list)
    # The programme that these files bring, by language.
    programmes: dict[str, ProgrammePage] = dataclasses.field(default_factory=dict)
    new_pictures: list[Any] = dataclasses.field(default_factory=list)
    # What can only be done once everything is written.
    last: list[Callable[[], None]] = dataclasses.field(default_factory=list)

    def note(self, change: str, what: str, page: Any, place: str) -> None:
        self.lines.append(Line(change, str(what), page.title, place))

    def picture(self, path: Path, title: str) -> int:
        """The id of the stored picture of a file."""
        image, new = pictures.store(path, title, self.actor)
        if new:
            self.new_pictures.append(image)
        return int(image.pk)


class Loader(Protocol):
    """How one sort of files is read, then written."""

    def find(self, folder: Path) -> list[Path]: ...

    def read(self, paths: list[Path], problems: Problems) -> Any: ...

    def write(self, plan: Any, run: Import) -> None: ...


# In the order in which they are registered: the programme first, what stands below it afterwards.
loaders: Registry[Loader] = Registry("content loader")


class _Undo(Exception):
    """Leaves the transaction of a dry run."""


def run_import(
    *, path: Path, actor: Member | None, dry_run: bool, heads: dict[str, Any] | None = None, forgiving: bool = False
) -> list[Line]:
    """Imports a folder (or a ``programme.md`` with what stands beside it) and says what changed, page by page.

    Raises Unreadable with every mistake found, Refused where there is nothing to import. A dry run says the same and
    changes nothing. ``heads`` and ``forgiving`` are those of Problems.
    """
    folder = path.parent if path.is_file() else path
    if not folder.is_dir():
        raise Refused(_("%(path)s n'existe pas") % {"path": path}, code="no-folder")
    problems = Problems(folder, heads=heads, forgiving=forgiving)
    found = [(loader, loader.find(folder)) for _name, loader in loaders]
    if not any(paths for _loader, paths in found):
        raise Refused(
            _("%(path)s ne contient ni programme.md ni dossier avec un sequence.md") % {"path": path}, code="no-content"
        )
    plans = [(loader, loader.read(paths, problems)) for loader, paths in found if paths]
    problems.stop_if_any()
    run = Import(actor, problems)
    with contextlib.suppress(_Undo), _without_stray_files(run), transaction.atomic():
        for loader, plan in plans:
            loader.write(plan, run)
        for finish in run.last:
            finish()
        problems.stop_if_any()
        if dry_run:
            raise _Undo
    return run.lines


@contextlib.contextmanager
def _without_stray_files(run: Import) -> Iterator[None]:
    """Pictures of a transaction that came to nothing leave no files behind."""
    try:
        yield
    except BaseException:
        for image in run.new_pictures:
            storage, name = image.file.storage, image.file.name
            stem = Path(name).stem
            storage.delete(name)
            with contextlib.suppress(FileNotFoundError):
                for rendition in storage.listdir("images")[1]:
                    if rendition.startswith(f"{stem}."):
                        storage.delete(f"images/{rendition}")
        raise
