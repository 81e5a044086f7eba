"""A few stroke icons (Lucide, ISC licence), inlined so that they take the colour of the words beside them."""

import re
from functools import cache
from pathlib import Path

from markupsafe import Markup

_FOLDER = Path(__file__).parent / "icons"


@cache
def icon(name: str) -> Markup:
    """The SVG of an icon; always beside words, hence hidden from screen readers. Raises FileNotFoundError."""
    svg = (_FOLDER / f"{name}.svg").read_text()
    body = re.sub(r"<!--.*?-->", "", svg, flags=re.S)
    inner = re.search(r"<svg[^>]*>(.*)</svg>", body, re.S)
    assert inner is not None
    shapes = re.sub(r"\s+", " ", inner.group(1)).strip()
    return Markup(f'<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{shapes}</svg>')
