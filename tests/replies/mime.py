"""Parts and messages with the encodings that mail programs choose."""

import base64
import html
import quopri
import textwrap
from collections.abc import Sequence
from email.header import Header
from email.utils import format_datetime

from .letters import Letter


def part(kind: str, text: str, charset: str = "utf-8", encoding: str = "quoted-printable", more: str = "") -> bytes:
    """One part with its headers. ``more``: parameters behind the charset, such as ``; format=flowed``."""
    raw = text.replace("\n", "\r\n").encode(charset, "xmlcharrefreplace" if kind.endswith("html") else "replace")
    if encoding == "base64":
        encoded = base64.encodebytes(raw).replace(b"\n", b"\r\n")
    elif encoding == "quoted-printable":
        encoded = b"\r\n".join(quopri.encodestring(line, quotetabs=False) for line in raw.split(b"\r\n"))
        encoded = encoded.replace(b"\n", b"\r\n").replace(b"\r\r\n", b"\r\n")
    else:
        encoded = raw
    head = f'Content-Type: {kind}; charset="{charset}"{more}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + encoded


def file_part(name: str, media_type: str, content: bytes, disposition: str = "attachment", content_id: str = "") -> bytes:
    head = f'Content-Type: {media_type}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
    head += f'Content-Disposition: {disposition}; filename="{name}"\r\n'
    head += f"Content-ID: <{content_id}>\r\n" if content_id else ""
    return head.encode() + b"\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def together(kind: str, parts: Sequence[bytes], boundary: str) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    return head + b"".join(line + b"\r\n" + one + b"\r\n" for one in parts) + line + b"--\r\n"


def mail(letter: Letter, content: bytes, *, prefix: str = "Re: ", message_id: str = "", program: str = "") -> bytes:
    """The message around ``content``, which begins with its own headers."""
    moment = format_datetime(letter.at)
    name = Header(letter.name, "utf-8").encode() if not letter.name.isascii() else letter.name
    lines = [
        f"From: {name} <{letter.address}>",
        f"To: {Header(letter.sender, 'utf-8').encode()} <{letter.sender_address}>",
        f"Subject: {Header(prefix + letter.subject, 'utf-8').encode()}",
        f"Date: {moment}",
        f"Message-ID: <{message_id or f'{letter.at:%Y%m%d%H%M%S}'}@mail.brindel.example>",
        "In-Reply-To: <notifications.7.0a1b2c3d4e5f60718293@essaim.brindel.example>",
        "References: <notifications.7.0a1b2c3d4e5f60718293@essaim.brindel.example>",
        *([program] if program else []),
        "MIME-Version: 1.0",
    ]
    return "\r\n".join(line.replace("\r\n", "\n").replace("\n", "\r\n") for line in lines).encode() + b"\r\n" + content


def paragraphs(letter: Letter) -> list[str]:
    return [*letter.written, *letter.under]


LTR, AUTO = ' dir="ltr"', ' dir="auto"'


def body(texts: Sequence[str]) -> str:
    """Paragraphs with an empty line between."""
    return "\n\n".join(texts)


def tight(texts: Sequence[str]) -> str:
    return "\n".join(texts)


def spaced(attribution: str) -> str:
    """Escaped, with the no-break space that French has before a colon."""
    return escape(attribution).replace(" :", "\u00a0:")


def wrapped(text: str, width: int, mark: str = "") -> str:
    """Each line broken at ``width``, behind ``mark``."""
    out = []
    for line in text.split("\n"):
        pieces = textwrap.wrap(line, width - len(mark), break_long_words=False, break_on_hyphens=False) or [""]
        out += [f"{mark}{piece}".rstrip() if mark else piece for piece in pieces]
    return "\n".join(out)


def flowed(text: str, width: int = 72, mark: str = "") -> str:
    """As RFC 3676 has it: a space at the end of a line that goes on."""
    out = []
    for line in text.split("\n"):
        pieces = textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
        out += [mark + piece + (" " if number < len(pieces) - 1 else "") for number, piece in enumerate(pieces)]
    return "\n".join(out)


def quoted(letter: Letter, *, width: int = 10_000, mark: str = "> ") -> str:
    return wrapped("\n\n".join(letter.original), width, mark)


def interleaved(letter: Letter) -> list[tuple[bool, str]]:
    """The original with the answers in their places: whether quoted, and the text."""
    out: list[tuple[bool, str]] = []
    answers = dict(letter.answers)
    for paragraph in letter.original:
        lines = paragraph.split("\n")
        held: list[str] = []
        for line in lines:
            held.append(line)
            if line in answers:
                # Programs leave the lines above in the same quotation; people cut them off or do not.
                out += [(True, "\n".join(held[-1:])), (False, answers[line])]
                held = []
        if held:
            out.append((True, "\n".join(held)))
    return out


def escape(text: str) -> str:
    return html.escape(text, quote=False)


def divs(texts: Sequence[str], attributes: str = "", gap: str = "<div><br></div>") -> str:
    """Paragraphs as most web mails make them."""
    out = []
    for text in texts:
        if text.startswith("- "):
            out.append("<ul>" + "".join(f"<li>{escape(line[2:])}</li>" for line in text.split("\n")) + "</ul>")
        else:
            out.append("".join(f"<div{attributes}>{escape(line)}</div>" for line in text.split("\n")))
    return gap.join(out)


def breaks(texts: Sequence[str]) -> str:
    """Paragraphs as lines with ``<br>``."""
    return "<br>\n<br>\n".join("<br>\n".join(escape(line) for line in text.split("\n")) for text in texts)


def ps(texts: Sequence[str], attributes: str = "") -> str:
    """Paragraphs as ``<p>``."""
    out = []
    for text in texts:
        if text.startswith("- "):
            out.append("<ul>\n" + "".join(f"<li>{escape(line[2:])}</li>\n" for line in text.split("\n")) + "</ul>")
        else:
            out.append(f"<p{attributes}>" + "<br>\n".join(escape(line) for line in text.split("\n")) + "</p>")
    return "\n".join(out)
