"""What tells in a text that it speaks of one person: their full name in any order, addresses, employee number.

One pattern serves PostgreSQL, which finds rows, and Python, which decides and replaces; accents, case, typographic spaces
and HTML around the words do not matter. A first name alone is nobody, unless its owner wrote it.
"""

import dataclasses
import re
from functools import cached_property
from html import unescape

from essaim.kernel.names import fold

_VARIANTS = {"a": "aàâäáãå", "c": "cç", "e": "eéèêë", "i": "iîïíì", "n": "nñ", "o": "oôöóòõ", "u": "uùûüú", "y": "yÿý"}
_SPACE = "\u0020\u00a0\u202f\t\n"
# Between first and last name: spaces, the dot of an address, the hyphen of a file's name, emphasis.
_BETWEEN = rf"(?:[{_SPACE}.,_*-]|\\n|\\+u00a0|\\+u202f|&nbsp;|</?(?:strong|em|b|i)>)+"
# Inside a name of several words: "Le Goff" is "legoff" in an address.
_INSIDE = rf"(?:[{_SPACE}'’_.-]|\\+u2019|\\+u00a0|&#x27;|&#39;|&apos;)*"
_MENTION = re.compile(r"(@\[(?:\\.|[^\]\\\n]){1,240}\]\(member:\d+\))")
# JSON, and JSON inside JSON as revisions keep it, writes ends of lines and letters with accents in signs: "\\n", "\\u00e9".
_SIGNS = r"(?<=\\[nrt])|(?<=\\u(?:00a0|202f|2019|2026|00ab))"
_BEFORE, _AFTER = rf"(?:(?<![^\W_])|{_SIGNS})", r"(?![^\W_])"
_ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")
# An address or a number by itself, not the end or the beginning of a longer one.
_APART = (rf"(?:(?<![\w.+-])|{_SIGNS})", r"(?![\w-])")
# A shorter number would be found everywhere.
SHORTEST_NUMBER = 5
MEMBER_PATH = "/people/members/{}/"


def _word(word: str) -> str:
    out = []
    for letter in fold(word):
        known = _VARIANTS.get(letter, letter)
        out.append(_letter(known) if letter.isalpha() else re.escape(letter))
    # What fold makes two letters of, people write as one.
    o, e = _letter(_VARIANTS["o"]), _letter(_VARIANTS["e"])
    return "".join(out).replace(o + e, rf"(?:{o}{e}|œ|Œ|\\+u015[23])")


def _letter(known: str) -> str:
    """A letter as it is written: with an accent or without, in either case, and with an accent as JSON has it."""
    both = known + known.upper()
    signs = "|".join(f"{ord(one):04x}" for one in both if not one.isascii())
    return rf"(?:[{both}]|\\+u(?:{signs}))" if signs else f"[{both}]"


def _name(name: str) -> str:
    return _INSIDE.join(_word(word) for word in re.split(r"[^\w]+", name) if word)


@dataclasses.dataclass(frozen=True)
class Namesake:
    """Another member of the same full name: what tells that a text speaks of them. ``addresses``: mail and number."""

    member_id: int
    addresses: tuple[str, ...] = ()

    @cached_property
    def sure(self) -> re.Pattern[str]:
        words = [re.escape(known).join(_APART) for known in self.addresses if len(known) >= SHORTEST_NUMBER]
        paths = [rf"people/members/{self.member_id}/", rf"member:{self.member_id}\)"]
        return re.compile("|".join(paths + words), re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Traces:
    """What one person is found by.

    Parameters:
        addresses: mail addresses, lower case.
        numbers: employee numbers; those shorter than five signs are not looked for in texts.
        namesakes: other members of that name; a mention of one of them, or a link to their page, is no trace.
    """

    member_id: int
    first_name: str
    last_name: str
    addresses: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    namesakes: tuple[Namesake, ...] = ()

    @cached_property
    def pattern(self) -> str:
        """For PostgreSQL's ``~*`` (which knows no word boundary like ours): finds at least what ``found_in`` does."""
        return "|".join(self._exact + self._full)

    @property
    def _exact(self) -> list[str]:
        long = [number for number in self.numbers if len(number) >= SHORTEST_NUMBER]
        return [re.escape(known) for known in (*self.addresses, *long)] + [
            rf"people/members/{self.member_id}/",
            rf"member:{self.member_id}\)",
        ]

    @property
    def _full(self) -> list[str]:
        first, last = _name(self.first_name), _name(self.last_name)
        return [first + _BETWEEN + last, last + _BETWEEN + first] if first and last else []

    @cached_property
    def _python(self) -> re.Pattern[str]:
        exact = [rf"people/members/{self.member_id}/", rf"member:{self.member_id}\)"]
        long = [number for number in self.numbers if len(number) >= SHORTEST_NUMBER]
        words = [re.escape(known).join(_APART) for known in (*self.addresses, *long)]
        names = [_BEFORE + one + _AFTER for one in self._full]
        return re.compile("|".join([*(f"(?P<path{i}>{one})" for i, one in enumerate(exact)), *words, *names]), re.IGNORECASE)

    @cached_property
    def _alone(self) -> re.Pattern[str] | None:
        """One of their names by itself, written as a name is."""
        names = [name for name in (self.first_name, self.last_name) if len(fold(name)) > 2]
        return re.compile("|".join(rf"{_BEFORE}(?=[A-ZÀ-ÞŒ]){_name(name)}{_AFTER}" for name in names)) if names else None

    @cached_property
    def _of_namesakes(self) -> re.Pattern[str] | None:
        """A mention of a namesake as it is written, and a link to their page as it is shown."""
        if not self.namesakes:
            return None
        ids = "|".join(str(one.member_id) for one in self.namesakes)
        written = rf"@\[(?:\\.|[^\]\\\n]){{1,240}}\]\(member:(?:{ids})\)"
        return re.compile(rf"({written}|<a [^>]*people/members/(?:{ids})/[^>]*>.*?</a>)", re.DOTALL)

    @cached_property
    def _sure(self) -> re.Pattern[str]:
        known = [*self.addresses, *(number for number in self.numbers if len(number) >= SHORTEST_NUMBER)]
        return Namesake(self.member_id, tuple(known)).sure

    def found_in(self, text: str) -> bool:
        if self._of_namesakes:
            text = self._of_namesakes.sub("", text)
        return bool(self._python.search(text))

    def namesake_in(self, text: str) -> int | None:
        """The namesake whom ``text`` surely speaks of (their page, their address), None where it says the person's own too."""
        if self._sure.search(text):
            return None
        return next((one.member_id for one in self.namesakes if one.sure.search(text)), None)

    def around(self, text: str, length: int = 90) -> str:
        """The words around the first trace, for somebody who decides about it."""
        match = self._python.search(text)
        if not match:
            return ""
        start, end = max(match.start() - length, 0), match.end() + length
        cut = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text[start:end])
        cut = unescape(re.sub(r"<[^>]*>?", " ", cut.replace("\\n", " ")).replace("\\", ""))
        return f"{'…' if start else ''}{' '.join(cut.split())}{'…' if end < len(text) else ''}"

    def scrub(self, text: str, language: str) -> str:
        """``text`` without the person: neutral words in square brackets where they stood."""
        pieces = self._of_namesakes.split(text) if self._of_namesakes else [text]
        own = [self._python.sub(lambda match: _instead(match[0], language), piece) for piece in pieces[::2]]
        pieces[::2] = own
        return "".join(pieces)

    def scrub_own(self, text: str, language: str) -> str:
        """The same for what the person wrote themself: each of their names alone goes too, colleagues' mentions stay."""
        text = self.scrub(text, language)
        if self._alone is None:
            return text
        pieces = _MENTION.split(text)
        return "".join(piece if i % 2 else self._alone.sub(neutral(language), piece) for i, piece in enumerate(pieces))


def neutral(language: str) -> str:
    """What stands in a text in place of a name."""
    return "[former colleague]" if language == "en" else "[ancien membre]"


def neutral_name(language: str) -> str:
    """The name under which what somebody wrote stays."""
    return "A former colleague" if language == "en" else "Ancien membre"


def _instead(found: str, language: str) -> str:
    if found.startswith("people/members/"):
        return "people/members/"
    if found.startswith("member:"):
        return "member:0)"
    return neutral(language)
