"""Colours and whether they can be read on each other: WCAG's contrast, and the nearest colour that has enough of it.

Lightness is changed in OKLCH (B. Ottosson, "A perceptual color space for image processing", 2020), where a change of lightness
alone keeps the hue that people see.
"""

import math
import re
from collections.abc import Callable, Iterable

# WCAG 2.2, 1.4.3: text of ordinary size.
ENOUGH = 4.5
_HEX = re.compile(r"#[0-9a-f]{6}")
Triple = tuple[float, float, float]


def parse(text: str) -> str:
    """``#rrggbb`` in lower case. Raises ValueError for anything else."""
    colour = text.strip().lower()
    if re.fullmatch(r"#[0-9a-f]{3}", colour):
        colour = "#" + "".join(2 * digit for digit in colour[1:])
    if not _HEX.fullmatch(colour):
        raise ValueError(f"not a colour: {text}")
    return colour


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21, as WCAG 2.2 defines it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def least(colour: str, papers: Iterable[str]) -> float:
    """The contrast of ``colour`` on the least favourable of ``papers``."""
    return min(contrast(colour, paper) for paper in papers)


def mixed(one: str, other: str, share: float) -> str:
    """``share`` of ``one`` (0 to 1) in ``other``."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return _hex([a * share + b * (1 - share) for a, b in pairs])


def readable(colour: str, papers: Callable[[str], Iterable[str]], *, lighter: bool) -> str:
    """``colour`` if it can be read on the papers it will stand on, else the nearest of its hue that can, lighter or darker."""
    if least(colour, papers(colour)) >= ENOUGH:
        return colour
    lightness, chroma, hue = _oklch(colour)
    step = 0.004 if lighter else -0.004
    while 0 <= lightness + step <= 1:
        lightness += step
        candidate = _from_oklch(lightness, chroma, hue)
        if least(candidate, papers(candidate)) >= ENOUGH:
            return candidate
    return "#ffffff" if lighter else "#000000"


def _channels(colour: str) -> Triple:
    return int(colour[1:3], 16) / 255, int(colour[3:5], 16) / 255, int(colour[5:7], 16) / 255


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(min(1, max(0, value)) * 255):02x}" for value in channels)


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(value) for value in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _oklch(colour: str) -> Triple:
    r, g, b = (_linear(value) for value in _channels(colour))
    long = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    middle = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    short = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> str:
    """The colour, with as much of its chroma as a screen can show."""
    for _round in range(60):
        channels = _screen(lightness, chroma * math.cos(hue), chroma * math.sin(hue))
        if all(-0.001 <= value <= 1.001 for value in channels):
            break
        chroma *= 0.93
    return _hex(_encoded(max(0.0, value)) for value in channels)


def _screen(lightness: float, a: float, b: float) -> Triple:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )
