"""Looks for a person inside files: text of PDFs and office documents, what a program wrote beside a picture, and all that an
archive holds.

Nobody rewrites a file that somebody made: what is found is opened by an administrator, who decides. What stands in the pixels of a
picture, or of a page that was scanned, is not found.
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _
from PIL import Image as Picture
from PIL.ExifTags import Base
from pypdf import PdfReader

from .holdings import ByHand
from .traces import Traces

# In bytes: a larger file is opened by a person. And the same of what a compressed file may become.
LARGEST, LARGEST_PART = 50 * 2**20, 20 * 2**20
_OFFICE = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "odg")
_OLD_OFFICE = ("doc", "xls", "ppt")
_PLAIN = ("txt", "csv", "md", "rtf", "html", "xml", "json", "svg", "vtt", "srt")
# Of an archive in an archive it is looked at both; behind that, a person opens them.
_DEEPEST = 2
# Words as programs of the nineties keep them: a letter is one byte of Western Europe's code, or two, the second of which is zero
# but for œ and the signs of typography. Byte 255, ÿ, nearly always belongs to what surrounds them.
_NARROW = re.compile(rb"[\x20-\x7e\x80-\xfe]{4,}")
_WIDE = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01\x20]){4,}")
_PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "tif", "tiff", "heic", "avif")


class Unreadable(Exception):
    """Nobody but a person can tell what is in the file."""


def look_into(
    traces: Traces,
    opened: Callable[[], IO[bytes]],
    *,
    name: str,
    what: Any,
    title: str,
    url: str,
    todo: Any,
    theirs: bool = False,
) -> Iterator[ByHand]:
    """A file that names the person by its text or its properties, or that cannot be read; one that is not there is neither.

    Parameters:
        opened: opens it; its ``name`` says what it is.
        what, title, url, todo, theirs: as in ``ByHand``.
    """
    try:
        with opened() as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise Unreadable
        text = text_of(name, data)
    except FileNotFoundError:
        return
    except Unreadable:
        yield ByHand(what, title, url, name, _("Ce fichier n'a pas pu être lu : ouvrez-le vous-même."), theirs)
        return
    if traces.found_in(text):
        yield ByHand(what, title, url, traces.around(text), todo, theirs)


def text_of(name: str, data: bytes, depth: int = 0) -> str:
    """What can be read of a file: its words, and what its properties say (author, who changed it last, place).

    Parameters:
        depth: in how many archives it lies.

    Raises Unreadable for a file that is broken, locked, or of another kind than its name says; of a kind that has no words (a
    film, a sound) the text is empty.
    """
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "pdf":
            return _pdf(data)
        if ending in _OFFICE:
            return _office(data)
        if ending in _OLD_OFFICE:
            return _old_office(data)
        if ending == "zip":
            return _archive(data, depth + 1)
        if ending in _PICTURES:
            return _picture(data)
    except Exception as error:  # Each library has errors of its own for what is broken.
        raise Unreadable from error
    return _plain(data) if ending in _PLAIN else ""


def _plain(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # As older programs of Western Europe write it.
        return data.decode("cp1252", "replace")


def _pdf(data: bytes) -> str:
    reader = PdfReader(io.BytesIO(data))
    about = [str(value) for key, value in (reader.metadata or {}).items() if key not in ("/Producer", "/Creator")]
    return "\n".join([*about, *(page.extract_text() for page in reader.pages)])


def _office(data: bytes) -> str:
    """Both families are folders of XML: words are what is left without the marks, names that are cut by a colour included."""
    said = []
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        for part in folder.infolist():
            if part.filename.endswith((".xml", ".rels")):
                if part.file_size > LARGEST_PART:
                    raise Unreadable
                xml = folder.read(part).decode("utf-8", "replace")
                said.append(
                    re.sub(r"<[^>]*>", "", re.sub(r"</(?:[\w-]+:)?(?:p|h|t?row|si|creator|lastModifiedBy)>", "\n", xml))
                )
                # Targets of links are attributes.
                said += re.findall(r'(?:Target|href|author)="([^"]*)"', xml)
    return "\n".join(said)


def _old_office(data: bytes) -> str:
    """The words of a document of Word, Excel or PowerPoint before 2007, and of its properties, in no order."""
    wide = [found.decode("utf-16-le", "replace") for found in _WIDE.findall(data)]
    return "\n".join([*wide, *(found.decode("cp1252", "replace") for found in _NARROW.findall(data))])


def _archive(data: bytes, depth: int) -> str:
    """The names of the files in it, and their words."""
    if depth > _DEEPEST:
        raise Unreadable
    said, left = [], LARGEST
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        for part in folder.infolist():
            left -= part.file_size
            if left < 0:
                raise Unreadable
            said += [part.filename, text_of(part.filename, folder.read(part), depth)]
    return "\n".join(said)


def _picture(data: bytes) -> str:
    with Picture.open(io.BytesIO(data)) as picture:
        exif = picture.getexif()
        said = [*exif.values(), *exif.get_ifd(Base.ExifOffset).values(), *picture.info.values()]
    return "\n".join(_words(one) for one in said)


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        # Windows writes XPAuthor in UTF-16.
        both = value.decode("utf-8", "replace") + "\n" + value.decode("utf-16-le", "replace")
        return re.sub(r"<[^>]*>", " ", both).replace("\x00", "")
    return str(value)
