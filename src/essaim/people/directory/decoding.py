"""From the bytes of a file to its text: the encodings that Excel and directories write."""

import re

from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused

MAX_BYTES = 20 * 1024 * 1024
# What one may choose by hand, as Python calls it.
ENCODINGS = ("utf-8", "cp1252", "utf-16", "mac_roman", "iso-8859-15")

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_ACCENTED_UTF8 = re.compile(rb"\xc3[\x80-\xbf]|\xc5[\x92\x93]")


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """The text of ``data`` and the encoding it was read with (``encoding`` if given, else found out).

    Raises Refused for what is not a text of at most 20 MB.
    """
    if len(data) > MAX_BYTES:
        raise Refused(
            _("Le fichier pèse plus de 20 Mo. Retirez les colonnes inutiles, ou importez-le en plusieurs parties."),
            code="too-big",
        )
    if data.startswith(_WORKBOOKS):
        raise Refused(
            _("C'est un classeur Excel ou LibreOffice. Ouvrez-le, choisissez « Enregistrer sous », puis le format CSV."),
            code="workbook",
        )
    if not data.strip():
        raise Refused(_("Le fichier est vide."), code="empty")
    chosen = _known(encoding) if encoding else _guess(data)
    try:
        text = data.decode(chosen)
    except UnicodeError as error:
        line = data.count(b"\n", 0, getattr(error, "start", 0)) + 1
        raise Refused(
            _("La ligne %(line)d ne se lit pas en %(encoding)s. Enregistrez à nouveau en CSV UTF-8, ou dites l'encodage.")
            % {"line": line, "encoding": chosen},
            code="encoding",
        ) from None
    text = text.removeprefix("\ufeff")
    if "\x00" in text:
        raise Refused(_("Ce n'est pas un fichier texte : exportez l'annuaire au format CSV."), code="binary")
    if not text.strip():
        raise Refused(_("Le fichier est vide."), code="empty")
    return text, chosen


def _known(encoding: str) -> str:
    name = encoding.strip().lower().replace("_", "-")
    aliases = {
        "utf8": "utf-8-sig", "utf-8": "utf-8-sig", "windows-1252": "cp1252", "utf16": "utf-16",
        "macroman": "mac_roman", "mac-roman": "mac_roman", "latin-1": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252",
    }  # fmt: skip
    name = aliases.get(name, name)
    if name not in (*ENCODINGS, "utf-8-sig", "utf-16-le", "utf-16-be"):
        raise Refused(
            _("Encodage inconnu : %(name)s. Choisissez parmi %(known)s.") % {"name": encoding, "known": ", ".join(ENCODINGS)},
            code="encoding",
        )
    return name


def _guess(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if wide := _utf16_without_mark(data):
        return wide
    try:
        data.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        pass
    # Text that is UTF-8 nearly everywhere was damaged; reading it as Windows would garble every accent in silence.
    damaged = data.decode("utf-8", "replace").count("\ufffd")
    if len(_ACCENTED_UTF8.findall(data)) > damaged:
        return "utf-8"
    # Excel on a Mac: é is 8E there, and E9 in Windows.
    if b"\x8e" in data and b"\xe9" not in data:
        return "mac_roman"
    return "cp1252"


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 shows by its zeros: every other byte of a Latin text."""
    sample = data[:4096]
    half = len(sample) // 2
    if half < 4 or b"\x00" not in sample:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > half * 0.7 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.05:
        return "utf-16-be"
    return ""
