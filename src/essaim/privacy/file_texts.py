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

# In bytes: a larger file is opened by a person. And the same of what a compressed one may become, with all that is in it.
LARGEST, LARGEST_PART = 50 * 2**20, 20 * 2**20
_OFFICE = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "odg")
_OLD_OFFICE = ("doc", "xls", "ppt")
_PLAIN = ("txt", "csv", "md", "html", "xml", "json", "svg", "vtt", "srt")
# Of an archive in an archive it is looked at both; behind that, a person opens them.
_DEEPEST = 2
# What macOS writes beside each file that it packs.
_OF_MACOS = "__MACOSX/"
# How a document of before 2007 begins.
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Text in rich format, whatever it is called.
_RICH = b"{\\rtf"
# Words in a document of before 2007: a letter is one byte of Western Europe's code, or two, the second of which is zero but for œ and the signs of
# typography. Byte 255, ÿ, nearly always belongs to what surrounds them.
_NARROW = re.compile(rb"[\t\x20-\x7e\x80-\xfe]{2,}")
_WIDE = re.compile(rb"(?:[\t\x20-\x7e\xa0-\xff]\x00|[\x00-\xff][\x01\x20]){2,}")
_PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "tif", "tiff", "heic", "avif")


class Unreadable(Exception):
    """Nobody but a person can tell what is in the file, or in a part of it; ``said`` is what the other parts say."""

    def __init__(self, said: str = ""):
        super().__init__()
        self.said = said


class _Room:
    """What may still be unpacked of one file, the archives and documents in it taken together."""

    def __init__(self) -> None:
        self.left = LARGEST

    def unpack(self, folder: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
        self.left -= part.file_size
        if self.left < 0:
            raise Unreadable
        try:
            return folder.read(part)
        except Exception as error:  # Broken, locked, or packed in a way that is not known.
            raise Unreadable from error


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
    except Unreadable as broken:
        text = broken.said
        if not traces.found_in(text):
            yield ByHand(what, title, url, name, _("Ce fichier n'a pas pu être lu : ouvrez-le vous-même."), theirs)
            return
    if traces.found_in(text):
        yield ByHand(what, title, url, traces.around(text), todo, theirs)


def text_of(name: str, data: bytes) -> str:
    """What can be read of a file: its words, and what its properties say (author, who changed it last, place).

    Raises Unreadable for a file that is broken, locked, or of another kind than its name says; of a kind that has no words (a
    film, a sound) the text is empty.
    """
    return _text_of(name, data, _Room(), 0)


def _text_of(name: str, data: bytes, room: _Room, depth: int) -> str:
    """``text_of`` a file that lies in so many archives."""
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "pdf":
            return _pdf(data)
        if ending in _OFFICE:
            return _office(data, room)
        if ending in _OLD_OFFICE:
            return _old_office(data, room)
        if ending == "zip":
            return _archive(data, room, depth + 1)
        if ending in _PICTURES:
            return _picture(data)
        if data.startswith(_RICH):
            return _rtf(data)
    except Unreadable:
        raise
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


def _rtf(data: bytes) -> str:
    """Letters with accents are written as signs, once or twice, and words are cut by marks; ends of lines mean nothing."""
    text = data.decode("cp1252", "replace").replace("\r", "").replace("\n", "")
    text = re.sub(r"\\u(-?\d{1,5}) ?(?:\\'[0-9a-fA-F]{2}|\?)?", lambda sign: chr(int(sign[1]) % 0x10000), text)
    text = re.sub(r"\\'([0-9a-fA-F]{2})", lambda sign: bytes.fromhex(sign[1]).decode("cp1252", "replace"), text)
    text = re.sub(r"\\(?:par|line|tab|cell|row)\b ?", "\n", text)
    return re.sub(r"\\\*|\\[a-z]+-?\d* ?|[{}]", "", text)


def _office(data: bytes, room: _Room) -> str:
    """Both families are folders of XML: words are what is left without the marks, names that are cut by a colour included."""
    said = []
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        for part in folder.infolist():
            if part.filename.endswith((".xml", ".rels")):
                if part.file_size > LARGEST_PART:
                    raise Unreadable
                xml = room.unpack(folder, part).decode("utf-8", "replace")
                said.append(
                    re.sub(r"<[^>]*>", "", re.sub(r"</(?:[\w-]+:)?(?:p|h|t?row|si|creator|lastModifiedBy)>", "\n", xml))
                )
                # Targets of links are attributes.
                said += re.findall(r'(?:Target|href|author)="([^"]*)"', xml)
    return "\n".join(said)


def _old_office(data: bytes, room: _Room) -> str:
    """The words of a document of Word, Excel or PowerPoint before 2007, and of its properties, in no order.

    What stands before a word, its length or its kind, may look like a letter: each run is also given without its first.
    """
    if data.startswith(b"PK"):
        return _office(data, room)
    if data.startswith(_RICH):
        return _rtf(data)
    if not data.startswith(_COMPOUND):
        raise Unreadable
    runs = [found.decode("utf-16-le", "replace") for found in _WIDE.findall(data)]
    runs += [found.decode("cp1252", "replace") for found in _NARROW.findall(data)]
    return "\n".join([*runs, *(run[1:] for run in runs)])


def _archive(data: bytes, room: _Room, depth: int) -> str:
    """The names of the files in it, and their words. Where one cannot be read, what the others say is told with that."""
    if depth > _DEEPEST:
        raise Unreadable
    said, broken = [], False
    with zipfile.ZipFile(io.BytesIO(data)) as folder:
        for part in folder.infolist():
            said.append(part.filename)
            if part.filename.startswith(_OF_MACOS):
                continue
            try:
                said.append(_text_of(part.filename, room.unpack(folder, part), room, depth))
            except Unreadable as problem:
                broken = True
                said.append(problem.said)
            if room.left < 0:
                break
    if broken:
        raise Unreadable("\n".join(said))
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
