"""Files as people and attackers make them, from the tools that make them."""

import io
import struct
import zipfile
import zlib

import pillow_heif
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

pillow_heif.register_heif_opener()


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), colour: str = "#9a4a06") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, colour).save(written, kind)
    return written.getvalue()


def photo(size: tuple[int, int] = (3000, 2000)) -> bytes:
    """As a telephone held upright takes it: turned by its orientation, with the place, the maker, an owner and a comment."""
    image = Image.new("RGB", size, "#336699")
    exif = Image.Exif()
    exif[Base.Orientation] = 6
    exif[Base.Make] = "TelephoneMaker"
    exif[Base.Artist] = "Claire Secrete"
    exif.get_ifd(IFD.GPSInfo)[GPS.GPSLatitude] = (45.0, 45.0, 50.0)
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif, comment=b"kept by Claire Secrete")
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 30,000 pixels wide and high."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 90_001)) + chunk(b"IEND", b"")


def archive(*names: str, first: tuple[str, str] | None = None) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        if first:
            opened.writestr(*first)
        for name in names:
            opened.writestr(name, "x")
    return written.getvalue()


SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><script>alert(2)</script>
<a href="javascript:alert(3)"><rect width="9" height="9"/></a><foreignObject>
<body xmlns="http://www.w3.org/1999/xhtml" onload="alert(4)"/></foreignObject>
<image href="https://elsewhere.example/x.png"/><circle r="4" cx="4" cy="4" fill="red"/></svg>"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n"
