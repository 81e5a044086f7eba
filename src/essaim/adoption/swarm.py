"""A group drawn as a swarm of points: those who finished gather in the middle, those who began around them.

The points lie on Fermat's spiral, one golden angle apart (H. Vogel, *A better way to construct the sunflower head*,
Mathematical Biosciences 44, 1979), so that any number of them fills its disc evenly and areas compare.
"""

import math
from functools import lru_cache

from markupsafe import Markup

_STEP = 6.8
_DOT = 6.0
_GOLDEN = math.pi * (3 - math.sqrt(5))


@lru_cache(maxsize=512)
def swarm(finished: int, begun: int, total: int) -> Markup:
    """The SVG of ``total`` points of which ``begun`` are rings and, among them, ``finished`` are full. Decorative: a table says it."""
    total = max(total, 1)
    begun = min(begun, total)
    finished = min(finished, begun)
    reach = _STEP * math.sqrt(total) + _DOT
    size = round(2 * reach)
    parts = [("rest", begun, total), ("begun", finished, begun), ("done", 0, finished)]
    paths = "".join(f'<path class="{name}" d="{_dots(first, last)}"/>' for name, first, last in parts if last > first)
    if begun > finished:
        paths += f'<path class="hole" d="{_dots(finished, begun)}"/>'
    edge = round(reach)
    return Markup(
        f'<svg class="swarm-points" width="{size}" height="{size}" viewBox="{-edge} {-edge} {2 * edge} {2 * edge}"'
        f' aria-hidden="true">{paths}</svg>'
    )


def _dots(first: int, last: int) -> str:
    """A path of points without length: a round line cap makes a dot of each."""
    return "".join(
        f"M{_STEP * math.sqrt(i + 0.5) * math.cos(i * _GOLDEN):.1f} {_STEP * math.sqrt(i + 0.5) * math.sin(i * _GOLDEN):.1f}h0"
        for i in range(first, last)
    )
