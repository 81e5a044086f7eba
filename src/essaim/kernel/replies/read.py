"""From a message to what was written anew."""

import dataclasses
import re
from collections.abc import Collection, Sequence
from email.message import Message
from email.utils import parseaddr
from itertools import groupby

from .html import html_lines
from .lines import SIGNATURE, Line, bare, shown, trimmed
from .parts import Bodies, bodies, header
from .plain import plain_lines, unbroken
from .quotation import OWN, QUOTED, roles
from .signature import without_signature

# Of a quotation that somebody answers between its lines, what is kept before each answer.
MOST_ANSWERED = 8
# Longer bodies are cut: no mail that somebody wrote has as many lines, whatever it quotes.
MOST_LINES = 20_000
# A plain body that says so little is not what was written.
_NO_HTML = re.compile(
    r"(?:html|pas en charge).{0,80}(?:messagerie|client|mail|viewer|reader)|(?:client|reader).{0,60}html", re.I
)
_UNDERLINE = re.compile(r"^\s*(?:-{3,}|={3,}|_{3,}|\*{3,})\s*$")


@dataclasses.dataclass(frozen=True)
class Reply:
    """What was found in a mail.

    Parameters:
        text: what was written anew, as Markdown; "" when there is nothing.
        whole: the body that was read, as plain text, quotations behind ``>``: the full copy.
        cut: whether something of it is not in ``text``.
        body: "plain" or "html", "" when there was neither.
    """

    text: str
    whole: str
    cut: bool
    body: str


def read_reply(message: Message, *, names: Collection[str] = (), markers: Collection[str] = ()) -> Reply:
    """What its writer wrote anew.

    Parameters:
        message: parsed by ``parse``.
        names: what the writer is called, besides what the sender's line says.
        markers: lines of our own mails above which one answers.
    """
    called = [*names, *_called(header(message, "From"))]
    found = bodies(message)
    readings = [_read(lines[:MOST_LINES], body, called, markers) for body, lines in _candidates(found)]
    if not readings:
        return Reply("", "", False, "")
    return next((reading for reading in readings if reading.text), readings[0])


def _candidates(found: Bodies) -> list[tuple[str, list[Line]]]:
    """The bodies to try, the better one first.

    HTML knows where its lines really end and what its program quotes; plain text is better where its program flows it or
    wrote no quotation marks into the HTML that it could not do without.
    """
    plain = ("plain", plain_lines(found.plain, flowed=found.flowed, delsp=found.delsp)) if found.plain.strip() else None
    html = ("html", html_lines(found.html)) if found.html.strip() else None
    if plain and found.flowed and not _NO_HTML.search(found.plain[:200]):
        return [one for one in (plain, html) if one]
    return [one for one in (html, plain) if one]


def _read(lines: list[Line], body: str, names: Collection[str], markers: Collection[str]) -> Reply:
    parts = roles(lines, markers)
    text = _assembled(lines, parts, names, body)
    if not text and any(line.said == SIGNATURE for line in lines):
        # Some write their whole message into the frame of their signature.
        text = _assembled([Line(line.text, line.depth) for line in lines], parts, names, body)
    whole = shown(lines)
    return Reply(text, whole, "".join(whole.split()) != "".join(text.split()), body)


def _assembled(lines: Sequence[Line], parts: Sequence[str], names: Collection[str], body: str) -> str:
    """Own words, and before each answer within the quotation the lines that it answers."""
    chunks = [
        (role, [lines[index] for index in indexes])
        for role, indexes in ((role, list(group)) for role, group in groupby(range(len(lines)), key=lambda index: parts[index]))
    ]
    own = [place for place, (role, chunk) in enumerate(chunks) if role == OWN and any(line.text.strip() for line in chunk)]
    texts: dict[int, list[str]] = {}
    for place in own:
        written = [line.text for line in chunks[place][1] if line.said != SIGNATURE]
        ends = place in (own[0], own[-1])
        written = without_signature(written, names) if ends else trimmed(written)
        if written:
            texts[place] = unbroken(written) if body == "plain" else written
    out: list[str] = []
    for number, place in enumerate(texts):
        if answered := _answered(chunks, place, alone=len(texts) == 1, first=number == 0):
            answered = unbroken(answered) if body == "plain" else answered
            out += ["", *(f"> {line}".rstrip() for line in answered)]
        out += ["", *texts[place]]
    return "\n".join(_markdown(trimmed(out))).strip()


def _answered(chunks: Sequence[tuple[str, list[Line]]], place: int, *, alone: bool, first: bool) -> list[str]:
    """The quoted lines that the words at ``place`` answer: the paragraph above them."""
    quoted: list[Line] = []
    for role, chunk in (chunks[above] for above in range(place - 1, -1, -1)):
        if role != QUOTED:
            # An empty stretch of one's own between a quotation and its answer is no answer.
            if role == OWN and not any(line.text.strip() for line in chunk):
                continue
            break
        quoted = chunk
        break
    depth = min((line.depth for line in quoted if line.text.strip()), default=0)
    texts = trimmed([line.text for line in quoted if line.depth == depth])
    if alone and first and (not depth or ("" in texts and not _quotes(chunks[place + 1 :]))):
        # Everything quoted, and one answer under it: the quotation is the mail that was answered.
        return []
    last = len(texts) - 1 - texts[::-1].index("") if "" in texts else -1
    return texts[last + 1 :][-MOST_ANSWERED:]


def _quotes(chunks: Sequence[tuple[str, list[Line]]]) -> bool:
    return any(role == QUOTED and any(line.text.strip() for line in chunk) for role, chunk in chunks)


def _markdown(lines: list[str]) -> list[str]:
    """Words as they were meant: no headings and no code because of how a line begins."""
    out: list[str] = []
    for line in lines:
        # A line of signs under words would make a heading of them.
        if _UNDERLINE.match(line) and out and out[-1]:
            out.append("")
        indent = len(line) - len(line.lstrip(" "))
        out.append(line.lstrip(" ") if indent > 3 and not re.match(r"\s*(?:[-*+]|\d+[.)])\s", line) else line)
    return out


def _called(sender: str) -> list[str]:
    """The names in a sender's line: "Marchand Claire (RH)" gives the whole, and each word of it."""
    name = bare(re.sub(r"\(.*?\)|\[.*?\]|\bvia\b.*|\"|^'|'$", "", parseaddr(sender[:1000])[0]))
    if "@" in name:
        return []
    words = name.replace(",", " ").split()
    return [name, " ".join(words), " ".join(reversed(words)), *(word for word in words if len(word) > 2)] if words else []
