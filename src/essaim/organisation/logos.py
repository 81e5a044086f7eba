"""Logos as people upload them, made small and harmless."""

import dataclasses
import hashlib
import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from essaim.kernel import svg
from essaim.kernel.errors import Refused

MOST_BYTES = 1024 * 1024
MOST_DRAWING_BYTES = 200 * 1024
MOST_PIXELS = 40_000_000
# Twice what the largest screen shows of it.
SHOWN = (640, 160)
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


@dataclasses.dataclass(frozen=True)
class ReadLogo:
    """A logo ready to be kept. ``kind`` is ``svg`` or ``png``."""

    kind: str
    data: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()[:24]


def read(content: bytes) -> ReadLogo:
    """The logo in a file. Raises Refused for what is too heavy, or neither a picture nor a drawing."""
    if len(content) > MOST_BYTES:
        raise Refused(_("Ce fichier pèse plus de 1 Mo. Enregistrez le logo en plus petit, ou en SVG."), code="logo-heavy")
    head = content[:1000].lstrip(b"\xef\xbb\xbf \r\n\t")
    if head.startswith(b"<") and b"<svg" in content[:4000]:
        return _drawing(content)
    return ReadLogo("png", _picture(content))


def _drawing(content: bytes) -> ReadLogo:
    try:
        clean = svg.sanitise(content)
    except Refused:
        raise Refused(
            _("Ce dessin SVG ne se lit pas. Exportez-le à nouveau, ou choisissez un fichier PNG."), code="logo-unreadable"
        ) from None
    if len(clean) > MOST_DRAWING_BYTES:
        raise Refused(_("Ce dessin SVG pèse plus de 200 Ko. Simplifiez-le, ou choisissez un fichier PNG."), code="logo-heavy")
    return ReadLogo("svg", clean)


def _picture(content: bytes) -> bytes:
    """The picture drawn anew: nothing of the file but its pixels stays."""
    unreadable = Refused(
        _("Ce fichier n'est pas une image que l'on sait lire. Choisissez un fichier PNG, JPEG, WebP ou SVG."),
        code="logo-unreadable",
    )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refused(_("Cette image est trop grande : 40 millions de points au plus."), code="logo-heavy")
                drawn = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, Warning, Image.DecompressionBombError):
        raise unreadable from None
    drawn.thumbnail(SHOWN, Image.Resampling.LANCZOS)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()
