"""The body of a lesson's file, cut into blocks: Markdown, and directives between ``:::`` lines."""

import dataclasses
import re
from typing import Any

from django.utils.translation import gettext as _

from essaim.content.markup import web_address

from . import prose, quizzes
from .files import Source

_FENCE = re.compile(r"^:::(?:\s+(\S+)(?:\s+(.*?))?)?\s*$")
_NAMES = ["callout", "quote", "image", "video", "quiz", "reflection", "exercise", "discussion"]


@dataclasses.dataclass
class Block:
    """A block as its file says it: ``audience`` is a slug, ``others``, or None for everybody."""

    type: str
    value: dict[str, Any]
    line: int
    audience: str | None = None


def parse(source: Source) -> list[Block]:
    """The blocks of a file, in order; what is wrong is noted in the source's problems."""
    return _Reader(source).read()


class _Reader:
    def __init__(self, source: Source):
        self.source = source
        self.blocks: list[Block] = []
        self.audience: str | None = None
        self.audience_line = 0
        self.text: list[str] = []
        self.text_line = 0
        # The directive that is open: its name, its argument, its line, its inside.
        self.open: tuple[str, str, int] | None = None
        self.inside: list[str] = []

    def read(self) -> list[Block]:
        for number, line in enumerate(self.source.body, self.source.first_line):
            fence = _FENCE.match(line)
            if fence:
                self._fence(fence.group(1), (fence.group(2) or "").strip(), number)
            elif self.open:
                self.inside.append(line)
            else:
                if not self.text:
                    self.text_line = number
                self.text.append(line)
        if self.open and self.open[0]:
            self.source.wrong(self.open[2], _('"::: %(name)s" n\'est pas refermé par ":::"') % {"name": self.open[0]})
        self._flush()
        if self.audience:
            self.source.wrong(self.audience_line, _('"::: for" n\'est pas refermé par "::: end"'))
        return self.blocks

    def _fence(self, name: str | None, argument: str, line: int) -> None:
        if self.open:
            if name is None:
                self._close()
                return
            if self.open[0]:
                words = _('"::: %(name)s" commence dans "::: %(outer)s", qui n\'est pas refermé par ":::"')
                self.source.wrong(line, words % {"name": name, "outer": self.open[0]})
            self._close()
        self._flush()
        if name is None:
            self.source.wrong(line, _('":::" ne referme rien'))
        elif name == "for":
            self._for(argument, line)
        elif name == "end":
            if not self.audience:
                self.source.wrong(line, _('"::: end" ne referme aucun "::: for"'))
            self.audience = None
        elif name in _NAMES:
            self.open, self.inside = (name, argument, line), []
        else:
            known = ", ".join([*_NAMES, "for", "end"])
            self.source.wrong(line, _('"::: %(name)s" n\'existe pas (%(known)s)') % {"name": name, "known": known})
            # Its inside is skipped: one mistake is told once.
            self.open, self.inside = ("", "", line), []

    def _for(self, argument: str, line: int) -> None:
        if self.audience:
            self.source.wrong(line, _('un "::: for" commence dans un autre, qui n\'est pas refermé par "::: end"'))
        if not argument:
            self.source.wrong(line, _('dites pour qui : "::: for service-client" ou "::: for others"'))
        self.audience, self.audience_line = argument or "others", line

    def _flush(self) -> None:
        source, self.text = "\n".join(self.text), []
        for piece in prose.pieces(source):
            line = self.text_line + piece.line
            if piece.kind == "text" and "<img" in piece.value:
                self.source.wrong(line, _('une image se met dans "::: image fichier", avec ce qu\'elle montre'))
            self._add(piece.kind, _piece_value(piece), line)

    def _add(self, type: str, value: dict[str, Any] | None, line: int) -> None:
        if value is not None:
            self.blocks.append(Block(type, value, line, self.audience))

    def _close(self) -> None:
        assert self.open is not None
        name, argument, line = self.open
        inside, self.open = self.inside, None
        if not name:
            return
        if not any(text.strip() for text in inside):
            self.source.wrong(line, _('"::: %(name)s" est vide') % {"name": name})
            return
        if name == "quiz":
            self._add("quiz", quizzes.parse(self.source, argument, inside, line), line)
        else:
            self._add(name, self._simple(name, argument, inside, line), line)

    def _simple(self, name: str, argument: str, inside: list[str], line: int) -> dict[str, Any] | None:
        body = "\n".join(inside).strip()
        if name in ("image", "video", "exercise") and not argument:
            needed = {"image": _("le nom du fichier"), "video": _("l'adresse"), "exercise": _("le titre")}[name]
            self.source.wrong(line, _('"::: %(name)s" doit être suivi de %(needed)s') % {"name": name, "needed": needed})
            return None
        if name == "video" and not web_address(argument):
            self.source.wrong(line, _('"::: video" doit être suivi d\'une adresse qui commence par https:// ou http://'))
            return None
        first, _sep, rest = body.partition("\n\n")
        match name:
            case "callout":
                return {"title": argument, "text": prose.html(body)}
            case "quote":
                return {"text": "\n\n".join(prose.plain(part) for part in body.split("\n\n")), "who": argument}
            case "image":
                return {"image": argument, "alternative": prose.plain(first), "caption": prose.plain(rest)}
            case "video":
                return {"title": prose.plain(first), "link": argument, "file": None, "transcript": prose.html(rest)}
            case "exercise":
                return {"title": argument, "text": prose.html(body)}
            case "reflection":
                return {"question": prose.html(body)}
        return {"question": prose.plain(body)}


def _piece_value(piece: prose.Piece) -> dict[str, Any]:
    if piece.kind == "table":
        return {"table": {"data": piece.value, "first_row_is_table_header": True, "first_col_is_header": False}}
    return {"text": piece.value, "who": ""} if piece.kind == "quote" else {"text": piece.value}
