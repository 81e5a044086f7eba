"""From text to lines of cells, whatever separates them."""

import csv
import dataclasses
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused

from . import columns
from .decoding import decode

MAX_COLUMNS = 200
SEPARATORS = (";", ",", "\t", "|")


@dataclasses.dataclass(frozen=True)
class Row:
    """One line: where it begins in the file (from 1), and its cells."""

    line: int
    cells: list[str]


@dataclasses.dataclass(frozen=True)
class Table:
    headings: list[str]
    rows: list[Row]
    encoding: str
    separator: str

    def samples(self, column: int, count: int = 3) -> list[str]:
        """The first different values of a column, so that a reader recognises it."""
        seen: dict[str, None] = {}
        for row in self.rows[:500]:
            if column < len(row.cells) and (value := row.cells[column].strip()):
                seen.setdefault(value)
            if len(seen) == count:
                break
        return list(seen)


def read(data: bytes, *, encoding: str = "") -> Table:
    """The table in ``data``. Raises Refused for what is no table of people."""
    text, found = decode(data, encoding)
    skipped = 0
    if text[:4].lower() == "sep=":
        # Excel's own way of naming the separator, on a line before the headings.
        first, _newline, text = text.partition("\n")
        separator, skipped = first.strip()[4:5] or ";", 1
        if first.rstrip("\r\n").endswith("\t"):
            separator = "\t"
    else:
        separator = _separator(text)
    records = _records(text, separator, skipped)
    head = next(records, None)
    if head is None:
        raise Refused(_("Le fichier est vide."), code="empty")
    headings = [columns.clean(cell) for cell in head.cells]
    while len(headings) > 1 and not headings[-1]:
        headings.pop()
    if len(headings) > MAX_COLUMNS:
        raise Refused(_("Le fichier a plus de %(n)d colonnes : ce n'est pas un annuaire.") % {"n": MAX_COLUMNS}, code="columns")
    rows = list(records)
    if not rows:
        raise Refused(_("Le fichier n'a que sa ligne de titres : il n'y a personne à importer."), code="no-people")
    return Table(headings, rows, found, separator)


def _records(text: str, separator: str, skipped: int) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise Refused(
                _("Un guillemet ouvert à la ligne %(line)d n'est pas fermé comme il faut : la suite ne se lit pas.")
                % {"line": line + skipped},
                code="quotes",
            ) from None
        if any(cell.strip() for cell in cells):
            yield Row(line + skipped, cells)


def _separator(text: str) -> str:
    """What makes the most known headings of the first line, then what makes the most columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")

    def score(separator: str) -> tuple[int, int]:
        cells = first.split(separator)
        return len(columns.guess([columns.clean(cell.strip('"')) for cell in cells])), len(cells)

    return max(SEPARATORS, key=score)
