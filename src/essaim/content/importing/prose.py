"""Markdown as the editor keeps it: rich text, tables, quotations."""

import dataclasses
import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from essaim.kernel.markup import to_text

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
_RENAMED = [
    (re.compile(r"<(/?)strong>"), r"<\1b>"),
    (re.compile(r"<(/?)em>"), r"<\1i>"),
    (re.compile(r"<(/?)h1>"), r"<\1h2>"),
    (re.compile(r"<(/?)h[456]>"), r"<\1h3>"),
]


@dataclasses.dataclass(frozen=True)
class Piece:
    """A part of a text: ``text`` (HTML), ``table`` (rows of Markdown) or ``quote`` (words). ``line`` counts from 0."""

    kind: str
    value: Any
    line: int


def _render(tokens: list[Token]) -> str:
    html = _markdown.renderer.render(tokens, _markdown.options, {})
    for pattern, replacement in _RENAMED:
        html = pattern.sub(replacement, html)
    return html.strip()


def html(source: str) -> str:
    """Markdown as rich text, tables and all: for the inside of a directive."""
    return _render(_markdown.parse(source))


def plain(source: str) -> str:
    """A line of Markdown without its marks."""
    return " ".join(to_text(_markdown.renderInline(source)).split())


def pieces(source: str) -> list[Piece]:
    """Markdown cut where a table or a quotation stands: those are blocks of their own in the editor."""
    out: list[Piece] = []
    held: list[Token] = []

    def release() -> None:
        if held:
            out.append(Piece("text", _render(held), held[0].map[0] if held[0].map else 0))
            held.clear()

    tokens = _markdown.parse(source)
    position = 0
    while position < len(tokens):
        token = tokens[position]
        end = position
        if token.nesting == 1:
            end = next(i for i in range(position, len(tokens)) if tokens[i].nesting == -1 and tokens[i].level == token.level)
        group = tokens[position : end + 1]
        line = token.map[0] if token.map else 0
        if token.type == "table_open":
            release()
            out.append(Piece("table", _rows(group), line))
        elif token.type == "blockquote_open":
            release()
            out.append(Piece("quote", "\n\n".join(plain(part.content) for part in group if part.type == "inline"), line))
        else:
            held.extend(group)
        position = end + 1
    release()
    return out


def _rows(tokens: list[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return rows
