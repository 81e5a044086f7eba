"""Files of content: a YAML head, then Markdown. What is wrong in them is collected, with file and line."""

import dataclasses
import datetime
import hashlib
import re
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.kernel.errors import Refused


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something wrong at a place of a file; line 0 is the file as a whole."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}" if self.line else f"{self.file}: {self.message}"


class Unreadable(Refused):
    """Files with mistakes: nothing was changed."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        shown = [str(problem) for problem in problems[:20]]
        more = len(problems) - len(shown)
        if more > 0:
            shown.append(ngettext("… et %(n)d autre", "… et %(n)d autres", more) % {"n": more})
        super().__init__(_("Rien n'a été importé :") + "\n" + "\n".join(shown), code="content-mistakes")


class Problems:
    """What is wrong in the files of one import.

    Parameters:
        root: the folder, for the names of files.
        heads: what the head of every ``sequence.md`` says here, whatever the file says: for whom starters are, above all.
        forgiving: passages for audiences that this organisation does not have are left out instead of being mistakes.
    """

    def __init__(self, root: Path, *, heads: dict[str, Any] | None = None, forgiving: bool = False):
        self._root = root
        self.heads, self.forgiving = heads or {}, forgiving
        self.found: list[Problem] = []

    def add(self, path: Path, line: int, message: str) -> None:
        name = str(path.relative_to(self._root)) if path.is_relative_to(self._root) else path.name
        self.found.append(Problem(name, line, message))

    def stop_if_any(self) -> None:
        if self.found:
            raise Unreadable(sorted(self.found, key=lambda problem: (problem.file, problem.line)))


@dataclasses.dataclass
class Source:
    """One file: its head, and its body with the number of the body's first line."""

    path: Path
    head: dict[str, Any]
    body: list[str]
    first_line: int
    digest: str
    problems: Problems

    def wrong(self, line: int, message: str) -> None:
        self.problems.add(self.path, line, message)

    def line_of(self, key: str) -> int:
        """The line of a key of the head, for messages about it."""
        for number, line in enumerate(self.path.read_text(encoding="utf-8-sig").splitlines(), 1):
            if line.startswith(f"{key}:"):
                return number
        return 1

    def text(self, key: str, *, required: bool = False, most: int = 4000) -> str:
        value = self.head.get(key)
        if value is None or value == "":
            if required:
                self.wrong(1, _("l'en-tête n'a pas de %(key)s") % {"key": key})
            return ""
        if isinstance(value, dict | list):
            self.wrong(self.line_of(key), _("%(key)s doit être un texte : mettez-le entre guillemets") % {"key": key})
            return ""
        text = " ".join(str(value).split())
        if len(text) > most:
            self.wrong(self.line_of(key), _("%(key)s dépasse %(most)d caractères") % {"key": key, "most": most})
        return text[:most]

    def words(self, key: str) -> list[str]:
        """A list of slugs or addresses."""
        value = self.head.get(key) or []
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            self.wrong(self.line_of(key), _("%(key)s doit être une liste, comme [service-client, encadrement]") % {"key": key})
            return []
        return value

    def date(self, key: str) -> datetime.date | None:
        value = self.head.get(key)
        if value is None or (isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)):
            return value
        self.wrong(self.line_of(key), _("%(key)s doit être une date, comme 2026-11-01") % {"key": key})
        return None

    def one_of(self, key: str, allowed: list[str], default: str) -> str:
        value = self.head.get(key, default)
        if value in allowed:
            return str(value)
        self.wrong(self.line_of(key), _("%(key)s : \"%(value)s\" n'est pas connu (%(allowed)s)") % {
            "key": key, "value": value, "allowed": ", ".join(allowed),
        })  # fmt: skip
        return default


_NUMBER = re.compile(r"^\d+[-_ ]+")


def name_of(path: Path) -> str:
    """A file's name without its number: the identity of a lesson."""
    return _NUMBER.sub("", path.stem)


def read(path: Path, problems: Problems) -> Source | None:
    """A file's head and body; None, with a problem noted, where it cannot be read at all."""
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(path, 0, _("le fichier n'est pas en UTF-8 : enregistrez-le dans ce format"))
        return None
    except OSError as error:
        problems.add(path, 0, _("le fichier ne s'ouvre pas (%(why)s)") % {"why": error.strerror})
        return None
    lines = text.splitlines()
    end = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0)
    if not lines or lines[0].strip() != "---" or not end:
        problems.add(path, 1, _("il manque l'en-tête entre deux lignes de trois tirets"))
        return None
    try:
        head = yaml.safe_load("\n".join(lines[1:end])) or {}
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        problems.add(
            path,
            mark.line + 2 if mark else 1,
            _('l\'en-tête ne se lit pas : un texte qui contient " : " se met entre guillemets'),
        )
        return None
    if not isinstance(head, dict):
        problems.add(path, 1, _('l\'en-tête doit être fait de lignes comme "title: Écouter"'))
        return None
    if path.name == "sequence.md":
        head |= problems.heads
    return Source(path, head, lines[end + 1 :], end + 2, hashlib.sha256(raw).hexdigest(), problems)
