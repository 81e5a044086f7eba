"""What people and their companies put under what they write: taken away, unless nothing would be left.

A closing formula ("Cordialement,") goes with the name under it: a post has its author's name above it already. Thanks and
wishes ("Merci", "Bonne journée") are words for somebody, and stay.
"""

import re
from collections.abc import Collection, Sequence

from essaim.kernel.names import fold

from .lines import bare, trimmed
from .words import CLOSING, PROGRAM, RULE, SHORT_NOTICE, begins_notice, is_notice

_DELIMITER = re.compile(r"^--\s?$|^—$")
# Under a delimiter stands a signature, not half a letter.
LONGEST_DELIMITED = 30
LONGEST_BLOCK = 16
# "Envoyé de mon iPhone" may be all there is; a longer first line that begins like it is a sentence.
LONGEST_ALONE = 45
_POSTSCRIPT = re.compile(r"^(?:p\.?\s?s\.?|n\.?b\.?)\s?[:.\-–]", re.I)
_SENTENCE = re.compile(r"(?:[.!?…]|\s[!?])$")
_CONTACT = re.compile(
    r"@|www\.|https?:|\b(?:t[ée]l|mob|port|fax|phone|gsm|cell|standard|ligne directe)\b|(?:\+\d{2}|\b0\d)(?:[\s.()-]*\d){6,}"
    r"|\b\d{5}\b|\|",
    re.I,
)
# What the law has a company say of itself.
_COMPANY = re.compile(r"\b(?:siren|siret|rcs|r\.c\.s|capital (?:social|de)|tva|vat|registered (?:in|office)|hrb)\b", re.I)
# Of each of its lines, as much says whether a notice begins.
_NOTICE_LINE = 1000


def without_signature(lines: Sequence[str], names: Collection[str]) -> list[str]:
    """Own lines without what signs them.

    Parameters:
        names: what the writer is called: first and last name, together or apart.
    """
    kept = trimmed(list(lines))
    kept = _without_delimited(kept)
    kept = _without_notices(kept)
    for _round in range(4):
        before = list(kept)
        kept = _without_program(kept)
        kept = _without_block(kept, names)
        kept = _without_rules(kept)
        if kept == before:
            break
    return kept


def _without_delimited(lines: list[str]) -> list[str]:
    filled = [index for index, line in enumerate(lines) if line][-LONGEST_DELIMITED:]
    delimiter = next((index for index in filled if _DELIMITER.match(bare(lines[index]))), len(lines))
    return trimmed(lines[:delimiter])


def _without_notices(lines: list[str]) -> list[str]:
    """Up to the first notice behind which nobody writes; a message that begins like one is a message."""
    after = _last_prose(lines)
    for index, line in enumerate(lines):
        if index == 0 or not line or index < after:
            continue
        words = bare(" ".join(part[:_NOTICE_LINE] for part in lines[index : index + 8]))
        if (begins_notice(words) and len(words) > 80) or SHORT_NOTICE.match(bare(line)):
            return trimmed(lines[:index])
    return lines


def _last_prose(lines: Sequence[str]) -> int:
    """Where the last paragraph begins in which somebody writes: no notice, nothing that stands under a name. 0 for the first."""
    starts = [index for index, line in enumerate(lines) if line and (index == 0 or not lines[index - 1])]
    for start, end in zip(reversed(starts), [len(lines), *reversed(starts)], strict=False):
        paragraph = [bare(line) for line in lines[start:end] if line]
        whole = bare(" ".join(line[:_NOTICE_LINE] for line in lines[start:end] if line))
        if is_notice(whole) or any(SHORT_NOTICE.match(words) for words in paragraph):
            continue
        if any(_is_prose(words) for words in paragraph):
            return start
    return 0


def _is_prose(words: str) -> bool:
    """Whether a line is of a message rather than of what stands under it."""
    count = len(words.split())
    own = count > 7 or (count > 3 and _SENTENCE.search(words))
    return bool(own and not any(other.search(words) for other in (_CONTACT, _COMPANY, CLOSING, PROGRAM)))


def _without_program(lines: list[str]) -> list[str]:
    """Without "Envoyé de mon iPhone", and what is advertised under it."""
    filled = [index for index, line in enumerate(lines) if line]
    for index in filled[-4:]:
        words = bare(lines[index])
        # Broken at the margin.
        broken = f"{words} {bare(lines[index + 1])}" if index + 1 < len(lines) else words
        alone = index == filled[0] and len(words) > LONGEST_ALONE
        if not alone and (PROGRAM.match(words) or (len(words) > 30 and PROGRAM.match(broken))):
            return trimmed(lines[:index])
    return lines


def _without_rules(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1] or RULE.match(bare(lines[end - 1])) or _DELIMITER.match(bare(lines[end - 1]))):
        end -= 1
    return lines[:end]


def _without_block(lines: list[str], names: Collection[str]) -> list[str]:
    """Without the closing formula, the name, and the block of functions, telephones and addresses under them."""
    known = {_plain(name) for name in names if name.strip()}
    filled = [index for index, line in enumerate(lines) if line]
    for index in filled[-LONGEST_BLOCK:]:
        words = bare(lines[index])
        closes = bool(CLOSING.match(words))
        if not closes and not _names(words, known):
            continue
        postscript = next((i for i in range(index, len(lines)) if _POSTSCRIPT.match(bare(lines[i]))), len(lines))
        if not _is_block(lines[index + 1 : postscript]):
            continue
        left = trimmed([*lines[:index], *([""] + lines[postscript:] if postscript < len(lines) else [])])
        if not any(left[:index]):
            continue
        return left
    return lines


def _is_block(lines: Sequence[str]) -> bool:
    """Whether these lines could stand under somebody's name: short, and no sentences unless they are a slogan."""
    filled = [bare(line) for line in lines if line]
    prose = [words for words in filled if len(words) > 110 or (len(words.split()) > 7 and _SENTENCE.search(words))]
    prose = [words for words in prose if not _CONTACT.search(words)]
    return len(filled) <= LONGEST_BLOCK and len(prose) <= (1 if any(_CONTACT.search(words) for words in filled) else 0)


def _plain(name: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", fold(name)).strip()


def _names(words: str, known: set[str]) -> bool:
    """Whether a line says who writes, and nothing else: "Claire", "C. Marchand", "Claire MARCHAND - RH"."""
    if len(words) > 90:
        return False
    alone = _plain(words)
    if alone in known:
        return True
    full = {name for name in known if " " in name}
    head = _plain(re.split(r"\s[-–|/•]\s|,|\s\(|\s{2,}", words.lstrip("-–—/ "), maxsplit=1)[0])
    if head in full:
        return True
    short = {f"{first[0]} {last}" for first, _, last in (name.partition(" ") for name in full)}
    initials = {"".join(part[0] for part in name.split()) for name in full}
    return alone in short or (words.strip(".-– ").replace(".", "").isupper() and alone.replace(" ", "") in initials)
