"""Drawings from files: only what draws stays, nothing that runs, fetches or links."""

import re
from xml.etree import ElementTree

from defusedxml import ElementTree as Safe
from defusedxml.common import DefusedXmlException

from essaim.kernel.errors import Refused

_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = {
    "svg", "g", "defs", "symbol", "use", "title", "desc", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    "text", "tspan", "textPath", "linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker",
}  # fmt: skip
_ATTRIBUTES = {
    "id", "class", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy", "r", "rx", "ry", "fx", "fy", "d", "points", "width",
    "height", "viewBox", "preserveAspectRatio", "transform", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit",
    "opacity", "color", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "dominant-baseline",
    "letter-spacing", "clip-path", "clip-rule", "mask", "marker-start", "marker-mid", "marker-end", "markerWidth",
    "markerHeight", "refX", "refY", "orient", "markerUnits", "offset", "stop-color", "stop-opacity", "gradientUnits",
    "gradientTransform", "spreadMethod", "patternUnits", "patternTransform", "clipPathUnits", "maskUnits", "role",
    "aria-label", "aria-labelledby", "aria-hidden", "lang", "startOffset", "textLength", "lengthAdjust", "rotate", "version",
    "visibility", "display", "vector-effect", "paint-order", "pathLength",
}  # fmt: skip
_OUTSIDE = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)", re.I)


def sanitise(source: bytes) -> bytes:
    """The drawing without scripts, styles from elsewhere, links and foreign content. Raises Refused if it is not an SVG."""
    try:
        root = Safe.fromstring(source, forbid_dtd=False)
    except (ElementTree.ParseError, DefusedXmlException, ValueError) as error:
        raise Refused(f"not a readable SVG drawing ({error})", code="bad-svg") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise Refused("not an SVG drawing", code="bad-svg")
    _clean(root)
    ElementTree.register_namespace("", _SVG)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=False)


def _clean(element: ElementTree.Element) -> None:
    for name in list(element.attrib):
        value = element.attrib[name]
        local = name.rpartition("}")[2]
        inner_link = local == "href" and value.strip().startswith("#")
        if not inner_link and (local not in _ATTRIBUTES or _OUTSIDE.search(value)):
            del element.attrib[name]
    for child in list(element):
        name = child.tag if isinstance(child.tag, str) else ""
        if not name.startswith(f"{{{_SVG}}}") or name.rpartition("}")[2] not in _ELEMENTS:
            element.remove(child)
        else:
            _clean(child)
