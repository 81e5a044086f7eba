"""Which files the compiled texts show. Whoever may read a text may open its files, and nobody else: see queries.may_open."""

import dataclasses
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings

from essaim.kernel.registry import Registry

from .body import Part

LONGEST = 400
# By kind of text: a condition in SQL that says whether the text ``u.object_id`` is there to read for a member whose audiences
# are %(audiences)s.
readers: Registry[str] = Registry("readers of texts with files")


@dataclasses.dataclass(frozen=True)
class Use:
    """An address in a text, and who reads that passage.

    Parameters:
        address: as browsers ask for it, ``/content/media/images/a.webp`` or ``/documents/3/a.pdf``.
        audience: the audience for which the passage is written; None for everybody else, or for all.
        unless: the audiences that read something else in its place.
    """

    address: str
    audience: int | None = None
    unless: tuple[int, ...] = ()


def uses_in(body: list[Part]) -> list[Use]:
    """What a compiled body shows, each once; of alternatives, for those who read them (body.for_reader)."""
    found: dict[Use, None] = {}
    for part in body:
        before: list[int] = []
        ways: list[dict[str, Any]] = part["ways"] if part["type"] == "row" else [{"audience": None, "parts": [part]}]
        for way in ways:
            for address in addresses_in("".join(_markup(inner) for inner in way["parts"])):
                found[Use(address, way["audience"], tuple(before))] = None
            before += [way["audience"]] if way["audience"] else []
    return list(found)


def _markup(part: Part) -> str:
    return "".join(str(part.get(key) or "") for key in ("html", "question", "text", "explanation"))


def addresses_in(html: str) -> list[str]:
    """The addresses of our files to which some HTML leads, each once."""
    finder = _Finder()
    finder.feed(html)
    return list(dict.fromkeys(finder.found))


class _Finder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in ("src", "href"):
                self.found += _ours(value)
            elif value and name == "srcset":
                for candidate in value.split(","):
                    self.found += _ours(candidate.strip().partition(" ")[0])


def _ours(link: str) -> Iterator[str]:
    link = link.removeprefix(settings.BASE_URL)
    if link.startswith((settings.MEDIA_URL, "/documents/")):
        address = unquote(urlsplit(link).path)
        if len(address) <= LONGEST and "\x00" not in address:
            yield address
