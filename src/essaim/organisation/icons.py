"""Icons of the installed site, drawn in the organisation's colours: its logo on paper, else the house's mark in its accent.

A drawing (SVG) is not ours to turn into pixels: browsers that can, take it as it is; the others get the mark.
"""

import io
from functools import lru_cache

from PIL import Image, ImageDraw

from essaim.ui.jinja import url

from .accent import LIGHT_PAPERS, accent
from .known import Known
from .models import Logo

# What systems ask for: two for installing, one for Apple's home screen.
SIZES = (180, 192, 512)
# How much of the square is drawn on: an icon that may be cut to a circle keeps its middle alone.
_FILLED = {"any": 0.84, "maskable": 0.62}
PURPOSES = tuple(_FILLED)
# ui/mark.svg: x, y and radius in a square of 24. A test keeps them the same.
MARK = ((4, 18, 1.5), (9, 12.5, 1.9), (5.5, 7.5, 1.2), (13, 18, 1.4), (14.5, 9.5, 2.4), (20, 5, 3))
_FINER = 4


@lru_cache(maxsize=32)
def icon(colour: str, digest: str, purpose: str, size: int) -> bytes | None:
    """A square PNG of ``size`` pixels.

    Parameters:
        colour: the accent, ``#rrggbb``.
        digest: of the logo; "" for the mark.
        purpose: one of PURPOSES.

    Returns None when there is no such logo that can be drawn. Raises ValueError for a colour that is none.
    """
    drawn = _mark(accent(colour).light.colour)
    if digest:
        found = Logo.objects.filter(digest=digest, kind="png").first()
        if found is None:
            return None
        drawn = Image.open(io.BytesIO(bytes(found.data))).convert("RGBA")
    square = Image.new("RGBA", (size, size), LIGHT_PAPERS[0])
    room = round(size * _FILLED[purpose])
    ratio = min(room / drawn.width, room / drawn.height)
    shown = drawn.resize((max(1, round(drawn.width * ratio)), max(1, round(drawn.height * ratio))), Image.Resampling.LANCZOS)
    square.alpha_composite(shown, ((size - shown.width) // 2, (size - shown.height) // 2))
    out = io.BytesIO()
    square.convert("RGB").save(out, "PNG", optimize=True)
    return out.getvalue()


def _mark(colour: str) -> Image.Image:
    """The mark, several times as fine as it is shown, cut to what is drawn."""
    scale = max(SIZES) * _FINER / 24
    image = Image.new("RGBA", (max(SIZES) * _FINER,) * 2, (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    for x, y, radius in MARK:
        pen.ellipse([(axis + sign * radius) * scale for sign in (-1, 1) for axis in (x, y)], fill=colour)
    found = image.crop(image.getbbox())
    found.thumbnail((max(SIZES),) * 2, Image.Resampling.LANCZOS)
    return found


def icon_path(organisation: Known, purpose: str, size: int) -> str:
    """The address of an icon; a logo that is a drawing is not in it."""
    digest, kind = organisation.logo or ("", "")
    return url("organisation:icons", organisation.accent[1:], digest if kind == "png" else "mark", purpose, size)
