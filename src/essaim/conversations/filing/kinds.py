"""What a file is, decided from its bytes: neither its name nor what a browser says of it counts."""

import io
import zipfile
from collections.abc import Collection
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused

PICTURES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif", "image/webp": "webp"}
SVG = "image/svg+xml"
HEIC = "image/heic"
_TEXTS = {"txt": "text/plain", "md": "text/markdown", "csv": "text/csv"}
_WORD, _SHEET, _SLIDES = (
    f"application/vnd.openxmlformats-officedocument.{name}"
    for name in ("wordprocessingml.document", "spreadsheetml.sheet", "presentationml.presentation")
)
# By the folder that such a file has in it.
_OFFICE = {"word/": (_WORD, "docx"), "xl/": (_SHEET, "xlsx"), "ppt/": (_SLIDES, "pptx")}
_OPEN = {"text": "odt", "spreadsheet": "ods", "presentation": "odp", "graphics": "odg"}
_OLD_OFFICE = {"doc": "application/msword", "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint"}
# Programs: their beginnings, and what they are called where they have none.
_PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
_RUN = {
    "bat",
    "cmd",
    "com",
    "exe",
    "hta",
    "htm",
    "html",
    "js",
    "jse",
    "lnk",
    "mjs",
    "ps1",
    "scr",
    "sh",
    "vbe",
    "vbs",
    "wsf",
    "xhtml",
}


def decide(name: str, content: bytes) -> tuple[str, str]:
    """The media type of a file and the ending of its name. Raises Refused for what is not exchanged here."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    found = None
    if not content.startswith(_PROGRAMS) and ending not in _RUN:
        found = _by_signature(content) or _in_archive(content) or _old_office(content, ending) or _text(content, ending)
    if found is None:
        raise Refused(
            _(
                "« %(name)s » n'est pas d'un type que l'on échange ici. Sont acceptés : images, PDF, documents, tableurs, "
                "présentations, textes, archives zip et films mp4."
            )
            % {"name": name},
            code="file-type",
        )  # fmt: skip
    return found


def _by_signature(content: bytes) -> tuple[str, str] | None:
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg", "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png", "png"
    if content.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif", "gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp", "webp"
    if content.startswith(b"%PDF-"):
        return "application/pdf", "pdf"
    if content[4:8] == b"ftyp":
        return _film(content[8:12])
    return (SVG, "svg") if _is_svg(content) else None


def _film(brand: bytes) -> tuple[str, str] | None:
    if brand in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heim", b"heis"):
        # As telephones take them, and few browsers show them: kept as JPEG (filing.pictures).
        return HEIC, "jpg"
    return None if brand == b"avif" else ("video/mp4", "mp4")


def _is_svg(content: bytes) -> bool:
    start = content[:2048].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"<") and b"<svg" in start.lower() and b"<html" not in start.lower()


def _in_archive(content: bytes) -> tuple[str, str] | None:
    """A zip, or one of the documents that are zips. Those with macros are refused: they are programs."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise Refused(_("Ce document contient des macros. Enregistrez-le sans elles, puis joignez-le."), code="macros")
            if names[:1] == ["mimetype"] and archive.getinfo("mimetype").file_size < 200:
                return _open_document(archive.read("mimetype").decode("ascii", "replace").strip())
            return _office(names) or ("application/zip", "zip")
    except (zipfile.BadZipFile, ElementTree.ParseError, NotImplementedError, RuntimeError, OSError):
        return None


def _open_document(said: str) -> tuple[str, str]:
    ending = _OPEN.get(said.removeprefix("application/vnd.oasis.opendocument."))
    return (said, ending) if ending else ("application/zip", "zip")


def _office(names: Collection[str]) -> tuple[str, str] | None:
    if "[Content_Types].xml" not in names:
        return None
    return next((found for folder, found in _OFFICE.items() if any(name.startswith(folder) for name in names)), None)


def _old_office(content: bytes, ending: str) -> tuple[str, str] | None:
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") and ending in _OLD_OFFICE:
        return _OLD_OFFICE[ending], ending
    return None


def _text(content: bytes, ending: str) -> tuple[str, str] | None:
    """Words in UTF-8 or in the older code of Western Europe; anything with other control characters is no text."""
    if any(byte in content[:65536] for byte in b"\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x7f"):
        return None
    if content.lstrip()[:1] == b"<" and ending not in _TEXTS:
        return None
    return _TEXTS.get(ending, "text/plain"), ending if ending in _TEXTS else "txt"
