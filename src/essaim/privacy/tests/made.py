"""Files that name somebody, made for a test: documents, archives, pictures, and what the editor keeps of them."""

import io
import zipfile

from django.core.files.base import ContentFile
from PIL import Image as Drawing
from PIL.ExifTags import Base
from wagtail.documents.models import Document
from wagtail.images.models import Image


def make_pdf(text: str, author: str = "") -> bytes:
    """A PDF of one page, its words drawn in a common font."""
    from pypdf import PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer, stream = PdfWriter(), DecodedStreamObject()
    page = writer.add_blank_page(300, 200)
    stream.set_data(b"BT /F1 12 Tf 20 100 Td (" + text.encode("cp1252") + b") Tj ET")
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica", "/Encoding": "/WinAnsiEncoding"}
    fonts = DictionaryObject({NameObject("/F1"): DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    page[NameObject("/Contents")] = writer._add_object(stream)
    writer.add_metadata({"/Author": author})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def make_word(author: str, runs: list[str]) -> bytes:
    """A Word document: who made it, and one paragraph cut into runs, as a colour or a spelling mark does."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as folder:
        folder.writestr("[Content_Types].xml", "<Types/>")
        folder.writestr("docProps/core.xml", f"<cp:coreProperties><dc:creator>{author}</dc:creator></cp:coreProperties>")
        text = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
        folder.writestr("word/document.xml", f"<w:document><w:body><w:p>{text}</w:p></w:body></w:document>")
    return out.getvalue()


def make_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, data in files.items():
            folder.writestr(name, data)
    return out.getvalue()


def make_picture(artist: str) -> bytes:
    out, exif = io.BytesIO(), Drawing.Exif()
    exif[Base.Artist] = artist
    Drawing.new("RGB", (2, 2)).save(out, "JPEG", exif=exif)
    return out.getvalue()


def keep_document(title: str, name: str, data: bytes) -> Document:
    return Document.objects.create(title=title, file=ContentFile(data, name))


def keep_image(title: str, data: bytes) -> Image:
    return Image.objects.create(title=title, file=ContentFile(data, "photo.jpg"))
