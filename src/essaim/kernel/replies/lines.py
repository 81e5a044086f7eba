"""A body as lines: its words, how deep they are quoted, and what the mail program itself said of them."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable

# What a mail program says of a line of its HTML.
HEAD, REST, SIGNATURE = "head", "rest", "signature"

_SPACES = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t]")
_NOTHING = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
# Bounded, as everything is that looks at a line: a mail of brackets alone must not be looked at for hours.
_LINK = re.compile(r"\[([^\[\]\n]{0,500})\]\([^()\s]{0,2000}\)")
_ANGLED = re.compile(r"<(?:https?|mailto|tel):[^<>\s]{0,2000}>")
# What programs and companies write of their own is said by then.
_LOOKED_AT = 1000
# Marks of quotation that are shown before a line; nobody counts more.
_MOST_MARKS = 50


@dataclasses.dataclass(slots=True)
class Line:
    """One line of a body.

    Parameters:
        text: its words, in Markdown, without the marks of quotation.
        depth: within how many quotations it stands.
        said: HEAD (it opens a quotation), REST (from here on everything is one), SIGNATURE, or "".
    """

    text: str
    depth: int = 0
    said: str = ""


def plain_spaces(text: str) -> str:
    """Every kind of space as a space, nothing invisible, letters composed (Apple sends some of them in two)."""
    return unicodedata.normalize("NFC", _NOTHING.sub("", _SPACES.sub(" ", text)))


def bare(text: str) -> str:
    """A line, or its beginning, as it is looked at: links as their words, no emphasis, straight apostrophes, single spaces."""
    text = _ANGLED.sub("", _LINK.sub(r"\1", text[: 4 * _LOOKED_AT])).replace("’", "'").replace("*", "").replace("\\", "")
    return " ".join(plain_spaces(text).split())[:_LOOKED_AT]


def trimmed(lines: list[str]) -> list[str]:
    """Without empty lines around, and never two of them in a row."""
    out: list[str] = []
    for line in lines:
        if line.strip() or (out and out[-1]):
            out.append(line.rstrip() if line.strip() else "")
    while out and not out[-1]:
        out.pop()
    return out


def shown(lines: Iterable[Line]) -> str:
    """The lines as plain text, quotations behind ``>``."""
    marks = ((">" * min(line.depth, _MOST_MARKS), line.text) for line in lines)
    return "\n".join(trimmed([f"{mark} {text}".strip() if mark else text for mark, text in marks]))
