"""Looks for a person inside the files of the editor: text of PDFs and office documents, what a program wrote beside a picture.

Nobody rewrites a file that somebody made: what is found is opened by an administrator, who decides. What stands in the pixels of a
picture, or of a page that was scanned, is not found.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image as Picture
from PIL.ExifTags import Base
from pypdf import PdfReader
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from essaim.privacy.api import ByHand, Traces

# In bytes: a larger file is opened by a person. And the same of what a compressed file may become.
LARGEST, LARGEST_PART = 50 * 2**20, 20 * 2**20
_OFFICE = ("docx", "xlsx", "pptx", "odt", "ods", "odp")
_PLAIN = ("txt", "csv", "md", "rtf", "html", "xml", "json", "svg", "vtt", "srt")
_PICTURES = ("jpg", "jpeg", "png", "webp", "gif", "tif", "tiff", "heic", "avif")
_IN_FILE = _("Déposez une version sans ce nom, ou supprimez le fichier.")


class Unreadable(Exception):
    """Nobody but a person can tell what is in the file."""


def look_for(traces: Traces) -> Iterator[ByHand]:
    """Files that name the person by their name, their text or their properties, those that cannot be read, and addresses of pages."""
    for document in Document.objects.order_by("pk").iterator():
        yield from _look(traces, document, _("Document"), f"/admin/documents/edit/{document.pk}/")
    for image in Image.objects.order_by("pk").iterator():
        yield from _look(traces, image, _("Image"), f"/admin/images/{image.pk}/")
    for page in Page.objects.filter(slug__iregex=traces.pattern).order_by("pk"):
        if traces.found_in(page.slug):
            todo = _("Changez l'adresse de la page, dans l'onglet de ses réglages.")
            yield ByHand(_("Adresse d'une page"), page.title, f"/admin/pages/{page.pk}/edit/", page.slug, todo)


def _look(traces: Traces, kept: Any, what: Any, url: str) -> Iterator[ByHand]:
    name = kept.file.name.rpartition("/")[2]
    if traces.found_in(name):
        yield ByHand(_("Nom d'un fichier"), kept.title, url, name, _("Déposez-le sous un autre nom, puis supprimez celui-ci."))
    try:
        with kept.file.open("rb") as opened:
            if kept.file.size > LARGEST:
                raise Unreadable
            text = text_of(name, opened.read())
    except FileNotFoundError:
        return
    except Unreadable:
        yield ByHand(what, kept.title, url, name, _("Ce fichier n'a pas pu être lu : ouvrez-le vous-même."))
        return
    if traces.found_in(text):
        yield ByHand(what, kept.title, url, traces.around(text), _IN_FILE)


def text_of(name: str, data: bytes) -> str:
    """What can be read of a file: its words, and what its properties say (author, who changed it last, place).

    Raises Unreadable for a file that is broken, locked, or of another kind than its name says; of a kind that has no words (a
    film, a sound) the text is empty.
    """
    ending = name.rpartition(".")[2].lower()
    try:
        if ending == "pdf":
            return _pdf(data)
        if ending in _OFFICE:
            return _office(data)
        if ending in _PICTURES:
            return _picture(data)
    except Exception as error:  # Each library has errors of its own for what is broken.
        raise Unreadable from error
    return data.decode("utf-8", "replace") if ending in _PLAIN else ""


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
