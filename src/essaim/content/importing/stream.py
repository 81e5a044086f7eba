"""From blocks of a file to the editor's stream, keeping the ids of what was there: answers hang on them."""

import difflib
import uuid
from collections.abc import Callable
from typing import Any

from essaim.content.blocks import EVERYONE, OTHERS

from .directives import Block

# Two texts that share this much are the same thing, reworded.
_ALIKE = 0.6


def raw_stream(
    blocks: list[Block], before: list[dict[str, Any]], audience_ids: dict[str, int], picture: Callable[[Block], int]
) -> list[dict[str, Any]]:
    """The stream's raw data.

    Parameters:
        before: the raw data of the page as it is, [] for a new one.
        audience_ids: ids by slug.
        picture: gives the id of the stored picture of an image block.
    """
    ids = _same(
        [(block.type, words(block.type, block.value)) for block in blocks],
        [(old["type"], words(old["type"], old["value"]), old["id"]) for old in before],
    )
    by_id = {old["id"]: old for old in before}
    out = []
    for block, id in zip(blocks, ids, strict=True):
        value = dict(block.value)
        value["audience"] = (
            EVERYONE if block.audience is None else OTHERS if block.audience == "others" else str(audience_ids[block.audience])
        )
        if block.type == "image":
            value["image"] = picture(block)
        if block.type == "quiz":
            old = by_id[id]["value"]["choices"] if id in by_id else []
            value["choices"] = _choices(value["choices"], old)
        out.append({"type": block.type, "value": value, "id": id or str(uuid.uuid4())})
    return out


def _choices(choices: list[dict[str, Any]], before: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ids = _same([("", choice["text"]) for choice in choices], [("", old["value"]["text"], old["id"]) for old in before])
    return [{"type": "item", "value": choice, "id": id or str(uuid.uuid4())} for choice, id in zip(choices, ids, strict=True)]


def words(type: str, value: dict[str, Any]) -> str:
    """What one recognises a block by."""
    return str(
        value.get("question") or value.get("title") or value.get("text") or value.get("link") or value.get("table") or ""
    )


def _same(new: list[tuple[str, str]], old: list[tuple[str, str, str]]) -> list[str]:
    """For each new item the id of the old one that it is, "" where there is none: first what is equal, then what is alike."""
    found = [""] * len(new)
    left = list(old)

    def take(index: int, item: tuple[str, str, str]) -> None:
        found[index] = item[2]
        left.remove(item)

    for index, key in enumerate(new):
        if match := next((item for item in left if item[:2] == key), None):
            take(index, match)
    for index, (type, text) in enumerate(new):
        if not found[index]:
            rated = [(difflib.SequenceMatcher(None, text, item[1]).ratio(), item) for item in left if item[0] == type]
            best = max(rated, key=lambda pair: pair[0], default=(0.0, None))
            if best[1] and best[0] >= _ALIKE:
                take(index, best[1])
    return found
