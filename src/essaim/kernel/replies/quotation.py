"""Where quotations begin: the lines with which a mail program announces one, on one line or broken over several."""

import re
from collections.abc import Collection, Sequence

from .lines import HEAD, REST, Line, bare
from .words import ATTRIBUTIONS, LABEL, NAME_FIRST, RULE, SEPARATOR, WROTE

OWN, QUOTED = "own", "quoted"
# Over how many lines an announcement may be broken, and how long it may be.
MOST_LINES = 5
LONGEST = 420
# Within how many lines the labels of a header stand.
REACH = 14

_ADDRESS = re.compile(r"[\w.+'-]{1,64}@[\w-]+(?:\.[\w-]+)+")
# "mardi 3 juin 2025 à 14:02, Claire", broken before her other name.
_MID_NAME = re.compile(r"\d,?\s+(?:[^\W\d_][\w'’.-]*\s+){0,2}[A-ZÀ-Ý][\w'’-]*$")
_MOMENT = re.compile(r"\d{1,2}\s?[:h.]\s?\d{2}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b")


def roles(lines: Sequence[Line], markers: Collection[str]) -> list[str]:
    """What each line is: OWN, HEAD or QUOTED.

    Parameters:
        markers: lines of our own mails above which one answers.
    """
    found = [QUOTED if line.depth or line.said == REST else OWN for line in lines]
    seen = [bare(line.text) for line in lines]
    known = {bare(marker) for marker in markers}
    index = 0
    while index < len(lines):
        length, to_the_end = _head(lines, seen, index, known)
        if length:
            found[index : index + length] = [HEAD] * length
            if to_the_end and not lines[index].depth:
                start = _with_rule_above(seen, found, index)
                found[start:] = [HEAD] * (index + length - start) + [QUOTED] * (len(lines) - index - length)
                break
        index += max(length, 1)
    return found


def _head(lines: Sequence[Line], seen: Sequence[str], at: int, markers: set[str]) -> tuple[int, bool]:
    """How many lines announce a quotation here, 0 for none; and whether it goes on to the end of the mail."""
    if lines[at].said == REST:
        return 1, True
    if not seen[at]:
        return 0, False
    if seen[at].strip("-–— ") in {marker.strip("-–— ") for marker in markers}:
        return 1, True
    if SEPARATOR.match(seen[at]):
        return 1, not _is_marked(lines, at + 1)
    if length := _header(lines, seen, at):
        return length, not _is_marked(lines, at + length)
    length = _attribution(lines, seen, at)
    return length, not _is_marked(lines, at + length)


def _attribution(lines: Sequence[Line], seen: Sequence[str], at: int) -> int:
    if lines[at].said == HEAD:
        length = 1
        while at + length < len(lines) and lines[at + length].said == HEAD:
            length += 1
        return length
    return _known(lines, seen, at) or _before_marks(lines, seen, at)


def _known(lines: Sequence[Line], seen: Sequence[str], at: int) -> int:
    """An announcement in the words of a known mail program."""
    if NAME_FIRST.match(seen[at]):
        return 1
    for begin, end in ATTRIBUTIONS:
        if begin.match(seen[at]):
            words = ""
            for length in range(1, MOST_LINES + 1):
                if at + length > len(lines) or lines[at + length - 1].depth != lines[at].depth:
                    break
                # The nearest beginning counts: what stands above it may be somebody's own "Le 3 juin, je serai absent".
                if length > 1 and begin.match(seen[at + length - 1]):
                    break
                words = f"{words} {seen[at + length - 1]}".strip()
                if len(words) <= LONGEST and end.search(words):
                    return length
    return 0


def _before_marks(lines: Sequence[Line], seen: Sequence[str], at: int) -> int:
    """An announcement in any language: the last words before marks of quotation, with a colon and an address or a moment."""
    depth = lines[at].depth
    for length in range(1, 4):
        if at + length > len(lines) or not seen[at + length - 1] or lines[at + length - 1].depth != depth:
            return 0
        if not seen[at + length - 1].endswith(":") or not _deeper(lines, at + length, depth):
            continue
        words = " ".join(seen[at : at + length])
        # A name above an address is a part of it, whatever stands above the name.
        starts = len(words) <= LONGEST and (
            length == 1 or at == 0 or not seen[at - 1] or (length == 2 and seen[at + 1][0] == "<")
        )
        if length > 1 and not _belongs(lines, seen, at, length):
            return 0
        if starts and (WROTE.search(words) or _ADDRESS.search(words) or len(_MOMENT.findall(words)) > 1):
            return length
    return 0


def _belongs(lines: Sequence[Line], seen: Sequence[str], at: int, length: int) -> bool:
    """Whether the first of some lines is a part of the announcement that ends with the last, and not what somebody wrote right above
    it. Where both may be, nothing that they wrote is lost: a part of an announcement may be left."""
    first, last = seen[at], seen[at + length - 1]
    if any(_known(lines, seen, below) for below in range(at + 1, at + length)):
        return False
    if length == 2 and last.startswith("<"):
        return True
    whole = bool(_ADDRESS.search(last)) and bool(WROTE.search(last) or len(_MOMENT.findall(last)) > 1) and last[0] != "<"
    return _tells(first) and (not whole or bool(_MID_NAME.search(first)))


def _tells(words: str) -> bool:
    """Whether words can be a part of an announcement: they say when, who by their address, or that somebody wrote."""
    return bool(_MOMENT.search(words) or _ADDRESS.search(words) or WROTE.search(words))


def _header(lines: Sequence[Line], seen: Sequence[str], at: int) -> int:
    """The lines of a header, "De : … Envoyé : … À : … Objet : …", in any order; 0 where there is none."""
    labels: set[str] = set()
    length = strangers = gap = 0
    if not LABEL.match(seen[at]):
        return 0
    for offset in range(min(REACH, len(lines) - at)):
        words = seen[at + offset]
        match = LABEL.match(words)
        if match and lines[at + offset].depth == lines[at].depth:
            if match.lastgroup in labels and match.lastgroup == "from":
                break
            labels.add(str(match.lastgroup))
            length, strangers, gap = offset + 1, 0, 0
        elif not words:
            gap += 1
        else:
            # The end of a long line: addressees, a subject.
            strangers += 1
        if gap > 1 or strangers > 3 or (gap and strangers):
            break
    told = " ".join(seen[at : at + length])
    whole = "from" in labels and len(labels) >= 3 and ("subject" in labels or bool(_ADDRESS.search(told)))
    return length if whole and ("sent" in labels or "to" in labels) else 0


def _deeper(lines: Sequence[Line], at: int, depth: int) -> bool:
    """Whether the next words from ``at`` on are quoted more deeply than ``depth``."""
    following = next((line for line in lines[at : at + 4] if line.text.strip()), None)
    return following is not None and following.depth > depth


def _is_marked(lines: Sequence[Line], at: int) -> bool:
    return _deeper(lines, at, 0)


def _with_rule_above(seen: Sequence[str], found: Sequence[str], at: int) -> int:
    """Where the quotation begins when a drawn rule stands above its head."""
    place = at - 1
    while place >= 0 and not seen[place] and found[place] == OWN:
        place -= 1
    return place if place >= 0 and found[place] == OWN and RULE.match(seen[place]) else at
