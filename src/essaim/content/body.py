"""The body of a page, compiled: what is kept at publication and what one reader gets of it.

A body is a list of parts. ``{"type": "html", "id": …, "html": …}`` is a passage that is ready to read, with the id of the block that
it begins with; ``quiz``, ``reflection``, ``exercise`` and ``discussion`` are activities with an ``id``;
``{"type": "row", "ways": [{"audience": id, "name": …, "parts": […]}, …]}`` holds alternatives, of which a reader gets the first
whose audience they belong to. A way whose audience is None is for all others and comes last.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils import translation

from essaim.people.models import Audience

from .blocks import EVERYONE, OTHERS

Part = dict[str, Any]


def compile_body(stream: Any, language: str) -> list[Part]:
    """The parts of a stream of blocks. One query, for the names of the audiences, where some block is adapted."""
    chosen = [child.value["audience"] or EVERYONE for child in stream]
    ids = {int(audience) for audience in chosen if audience.isdigit()}
    with translation.override(language):
        names = {audience.pk: audience.label for audience in Audience.objects.filter(pk__in=ids)} if ids else {}
    body: list[Part] = []
    row: dict[int | None, list[Part]] = {}

    def close() -> None:
        if row:
            # The others come last, wherever they were written.
            ways = sorted(row.items(), key=lambda way: way[0] is None)
            body.append(
                {"type": "row", "ways": [{"audience": a, "name": names.get(a, "") if a else "", "parts": p} for a, p in ways]}
            )
            row.clear()

    for child, audience in zip(stream, chosen, strict=True):
        part = child.block.compile(child.value, child.id, language)
        if part["type"] == "html" and child.id:
            part["id"] = child.id
        if audience == EVERYONE:
            close()
            _add(body, part)
            continue
        if audience != OTHERS and None in row:
            # "All the others" ends a row: what follows is another one.
            close()
        _add(row.setdefault(None if audience == OTHERS else int(audience), []), part)
    close()
    return body


def _add(parts: list[Part], part: Part) -> None:
    """Adds a part; texts that follow each other become one passage, up to the next heading."""
    if part["type"] == "html" and parts and parts[-1]["type"] == "html" and not part["html"].lstrip().startswith("<h2"):
        parts[-1]["html"] += "\n" + part["html"]
    else:
        parts.append(part)


def for_reader(body: list[Part], audience_ids: Collection[int]) -> list[Part]:
    """What a member of these audiences reads: the body with each row replaced by ``{"type": "way", "name", "parts"}``.

    A row none of whose ways fits leaves nothing.
    """
    out = []
    for part in body:
        if part["type"] != "row":
            out.append(part)
            continue
        way = next((way for way in part["ways"] if way["audience"] is None or way["audience"] in audience_ids), None)
        if way:
            out.append({"type": "way", "name": way["name"], "parts": way["parts"]})
    return out


def audiences_of(body: list[Part]) -> list[int]:
    """The audiences that read something of their own in a body, in the order in which it names them."""
    ways = [way["audience"] for part in body if part["type"] == "row" for way in part["ways"] if way["audience"] is not None]
    return list(dict.fromkeys(ways))


def flat(parts: list[Part]) -> Iterator[Part]:
    """The parts in reading order, those inside rows and ways included."""
    for part in parts:
        if part["type"] == "row":
            for way in part["ways"]:
                yield from way["parts"]
        elif part["type"] == "way":
            yield from part["parts"]
        else:
            yield part


def text_of(body: list[Part]) -> str:
    """The words of a body as HTML for search."""
    words = []
    for part in flat(body):
        words += [str(part.get(key, "")) for key in ("html", "title", "question", "text", "explanation")]
        words += [choice["text"] for choice in part.get("choices", [])]
    # A line that a writer broke is no end of a block.
    return "\n".join(word.replace("\n", " ") for word in words if word)
