"""A mail's parts: the body that was written, in text and in HTML, and the files. Nothing here fails, whatever comes."""

import dataclasses
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import Message

# Parts that are looked at; a mail with more is not a person's.
MOST_PARTS = 300
LONGEST = 2_000_000  # characters of a body


@dataclasses.dataclass(frozen=True)
class File:
    """A file that came with a mail. ``inline``: a picture that the HTML shows."""

    name: str
    media_type: str
    content: bytes
    inline: bool = False


@dataclasses.dataclass(frozen=True)
class Bodies:
    plain: str = ""
    html: str = ""
    flowed: bool = False
    delsp: bool = False


def parse(raw: bytes) -> Message:
    """The message in these bytes; what is no message comes back as one with an odd body."""
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
    except RecursionError:  # parts within parts within parts
        message = Message()
        message.set_payload(raw.decode("utf-8", "replace"))
    for part in _parts(message):
        for name, value in part.raw_items():
            if not _encodable(value):
                # Letters that should have been encoded, and were sent as they are.
                part.replace_header(name, _guessed(value.encode("utf-8", "surrogateescape")))
    return message


def _encodable(value: object) -> bool:
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return False
    return True


def _guessed(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def header(message: Message, name: str) -> str:
    """A header's words, decoded, on one line; "" where there is none."""
    try:
        value = message.get(name)
        if value is None:
            return ""
        return " ".join(str(make_header(decode_header(str(value)))).replace("\x00", "").split())
    except Exception:  # what a broken encoding raises differs from one Python to the next
        return " ".join(str(message.get(name) or "").replace("\x00", "").split())


def bodies(message: Message) -> Bodies:
    """The first text and the first HTML that are no files. Texts that Apple puts between pictures are taken together."""
    plain: list[str] = []
    html: list[str] = []
    flowed = delsp = False
    for part in _leaves(message):
        kind = part.get_content_type()
        if _is_file(part) or kind not in ("text/plain", "text/html"):
            continue
        if kind == "text/html":
            html.append(_text(part))
        else:
            if not plain:
                flowed = parameter(part, "format") == "flowed"
                delsp = parameter(part, "delsp") == "yes"
            plain.append(_text(part))
    return Bodies("\n".join(plain)[:LONGEST], "\n".join(html)[:LONGEST], flowed, delsp)


def files(message: Message) -> list[File]:
    """The files of a mail, in their order: what was attached, and what the HTML shows. Not the cards and keys of programs."""
    found: list[File] = []
    for part in _leaves(message):
        kind = part.get_content_type()
        text = kind in ("text/plain", "text/html") and not _is_file(part)
        if text or kind in _OF_PROGRAMS:
            continue
        shown = bool(part.get("Content-ID")) and "attachment" not in str(part.get("Content-Disposition", "")).lower()
        # Apple Mail shows documents too; no signature is made of them.
        inline = shown and kind.startswith("image/")
        found.append(File(_file_name(part, len(found) + 1), kind, _content(part), inline))
    return found


# Not what somebody sent along: receipts, signatures, Outlook's own bag, invitations' machinery.
_OF_PROGRAMS = {
    "message/delivery-status", "message/disposition-notification", "application/pgp-signature", "application/pgp-keys",
    "application/pkcs7-signature", "application/x-pkcs7-signature", "application/ms-tnef", "text/rfc822-headers",
}  # fmt: skip


def _parts(message: Message) -> Iterator[Message]:
    """Every part in its order; an attached mail is one part, not its own."""
    waiting, seen = [message], 0
    while waiting and seen < MOST_PARTS:
        part = waiting.pop(0)
        seen += 1
        yield part
        if _holds_others(part):
            waiting[:0] = [one for one in part.get_payload() if isinstance(one, Message)]


def _holds_others(part: Message) -> bool:
    return isinstance(part.get_payload(), list) and part.get_content_type() != "message/rfc822"


def _leaves(message: Message) -> Iterator[Message]:
    return (part for part in _parts(message) if not _holds_others(part))


def _is_file(part: Message) -> bool:
    disposition = str(part.get("Content-Disposition", "")).strip().lower()
    return disposition.startswith("attachment") or (bool(_name(part)) and part.get_content_type() != "text/html")


def _content(part: Message) -> bytes:
    inside = part.get_payload()
    if isinstance(inside, list):
        return b"\n".join(_bytes(one) for one in inside if isinstance(one, Message))
    try:
        payload = part.get_payload(decode=True)
    except Exception:  # as above
        payload = None
    return payload if isinstance(payload, bytes) else str(inside or "").encode("utf-8", "replace")


def _bytes(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except Exception:  # the generator raises whatever a broken header raises
        return str(message.get_payload()).encode("utf-8", "replace")


def _text(part: Message) -> str:
    """The words of a part. What it says of its letters is not always true: Western letters are read as Windows means them."""
    raw = _content(part)
    charset = re.sub(r"[^a-z0-9_-]", "", parameter(part, "charset") or "utf-8")
    if charset in ("iso-8859-1", "latin1", "us-ascii", "ascii", "iso8859-1"):
        charset = "cp1252" if charset != "us-ascii" and charset != "ascii" else "utf-8"
    for name, errors in ((charset, "strict"), ("utf-8", "strict"), ("cp1252", "replace")):
        try:
            return raw.decode(name, errors).replace("\x00", "")
        except (LookupError, UnicodeError, ValueError):
            continue
    return raw.decode("latin-1").replace("\x00", "")


def parameter(part: Message, name: str) -> str:
    """A parameter of the part's content type, lower case; "" where there is none."""
    try:
        value = part.get_param(name, "")
    except Exception:  # as above
        return ""
    return (value[2] if isinstance(value, tuple) else str(value or "")).strip().lower()


def _name(part: Message) -> str:
    try:
        name = part.get_filename() or ""
        return " ".join(str(make_header(decode_header(name))).split())
    except Exception:  # as above
        return "fichier" if part.get("Content-Disposition") else ""


_ENDINGS = {"message/rfc822": "eml", "text/calendar": "ics", "image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}


def _file_name(part: Message, number: int) -> str:
    """A name to show and to save under: no folders, nothing invisible, 120 characters at most with its ending."""
    name = (
        re.sub(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e]", "", _name(part)).replace("\\", "/").rpartition("/")[2].strip(" .")
    )
    if not name:
        name = f"{number}.{_ENDINGS.get(part.get_content_type(), 'bin')}"
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 119 - len(ending)]}{dot}{ending}" if dot and len(ending) < 12 else name[:120]
