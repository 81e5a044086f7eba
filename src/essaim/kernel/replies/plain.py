"""The plain body as lines: marks of quotation counted, flowed lines joined (RFC 3676)."""

import re

from .lines import Line, plain_spaces

_MARKS = re.compile(r"^ ?>(?: ?>)*(?: |$)?")
_LIST = re.compile(r"^\s*(?:[-*•·–—+]|\d{1,3}[.)])\s|^\s*[|>#]")
# Where mail programs break lines; longer ones were not broken.
WIDEST = 80
NARROWEST = 58


def plain_lines(text: str, *, flowed: bool = False, delsp: bool = False) -> list[Line]:
    """``flowed``, ``delsp``: the parameters of the same names of the part's content type."""
    lines = [_line(raw) for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if flowed:
        lines = _flow(lines, delsp)
    return [Line(plain_spaces(line.text).rstrip(), line.depth) for line in lines]


def _line(raw: str) -> Line:
    marks = _MARKS.match(raw)
    if not marks:
        return Line(raw)
    return Line(raw[marks.end() :], marks[0].count(">"))


def _flow(lines: list[Line], delsp: bool) -> list[Line]:
    out: list[Line] = []
    pieces: list[list[str]] = []  # of each line that comes out: joined once, however many they are
    open_ = False
    for line in lines:
        text = line.text[1:] if line.depth == 0 and line.text.startswith(" ") else line.text
        signature = text.rstrip("\r") == "-- "
        if open_ and not signature and out[-1].depth == line.depth:
            pieces[-1].append(text)
        else:
            out.append(Line("", line.depth))
            pieces.append([text])
        open_ = text.endswith(" ") and not signature
        if open_ and delsp:
            pieces[-1][-1] = text[:-1]
    for line, texts in zip(out, pieces, strict=True):
        line.text = "".join(texts)
    return out


def unbroken(lines: list[str]) -> list[str]:
    """Own lines with the breaks undone that a mail program made at its margin: those where the next word had no room left."""
    longest = max((len(line) for line in lines if "://" not in line), default=0)
    if not NARROWEST <= longest <= WIDEST:
        return lines
    margin = max(longest, 71)
    out: list[list[str]] = []
    last = ""  # the line before, as it was sent
    for line in lines:
        if last and line and _was_broken(last, len(last), line, margin):
            out[-1].append(line.lstrip())
        else:
            out.append([line])
        last = line
    return [" ".join(pieces) for pieces in out]


def _was_broken(before: str, length: int, after: str, margin: int) -> bool:
    if _LIST.match(after) or not before.strip():
        return False
    word = after.split(maxsplit=1)[0]
    if length + 1 + len(word) <= margin:
        return False
    # A sentence that ends at the margin may end its line too: then the break is kept, which costs nothing.
    return not (before.rstrip().endswith((".", "!", "?", ":", "…")) and not word[:1].islower())
