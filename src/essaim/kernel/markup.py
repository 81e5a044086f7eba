"""From what people write to HTML that is safe to show: Markdown first, then a strict sanitiser."""

import html as entities
import re
from collections.abc import Callable

import nh3
from markdown_it import MarkdownIt

from .typography import set_html

_TAGS = {
    "p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "table", "thead", "tbody", "tr", "th", "td", "h2", "h3", "h4",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto"}

# Code is left alone: an address in it is not a link.
_CODE = re.compile(r"(```.*?(?:```|\Z)|~~~.*?(?:~~~|\Z)|`+[^`\n]*`+)", re.S)
_ADDRESS = re.compile(r"(?<![(<\[\"'=\w])https?://[^\s<>\"'\])]+[^\s<>\"'\]).,;:!?…»]")

# Where a block ends there is no word that goes on: "Ma vidéo" and "Voir la vidéo" are two.
_BLOCK_ENDS = re.compile(
    r"<br ?/?>|</(?:p|li|h[1-6]|tr|div|figure|figcaption|blockquote|summary|details|section|aside|footer|header|caption|dt|dd|pre)>",
    re.I,
)
_CELL_ENDS = re.compile(r"</t[dh]>", re.I)

_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(["table", "strikethrough"])


_posts = nh3.Cleaner(
    tags=_TAGS,
    attributes={"a": {"href"}, "ol": {"start"}, "th": {"style"}, "td": {"style"}},
    filter_style_properties={"text-align"},
    url_schemes=_SCHEMES,
    link_rel="nofollow ugc noopener",
)
_words = nh3.Cleaner(tags=set())


def sanitise(html: str) -> str:
    """HTML cut down to what a post may hold; links get ``rel`` and lose every scheme but http, https and mailto."""
    return _posts.clean(html)


def from_markdown(source: str, *, rewrite: Callable[[str], str] | None = None, top_heading: int = 2) -> str:
    """Markdown to safe HTML.

    Parameters:
        source: what was written.
        rewrite: turns the rendered HTML into other HTML before it is sanitised (mentions).
        top_heading: the level that a first-level heading becomes, so that a page keeps one ``h1``.
    """
    html = _markdown.render(source.replace("\x00", ""))
    for level in range(6, 0, -1):
        shifted = min(level + top_heading - 1, 4)
        html = html.replace(f"<h{level}>", f"<h{shifted}>").replace(f"</h{level}>", f"</h{shifted}>")
    if rewrite:
        html = rewrite(html)
    return sanitise(html)


def outside_code(source: str, change: Callable[[str], str]) -> str:
    """``source`` with ``change`` made to what is not code."""
    return "".join(piece if index % 2 else change(piece) for index, piece in enumerate(_CODE.split(source)))


def link_addresses(source: str) -> str:
    """Markdown in which addresses that were only typed are links."""
    return outside_code(source, lambda piece: _ADDRESS.sub(lambda match: f"<{match[0]}>", piece))


def clean_source(source: str) -> str:
    """What was typed, with plain line ends."""
    return source.replace("\r\n", "\n").replace("\x00", "").strip()


def rendered(source: str, *, language: str, top_heading: int = 2) -> str:
    """A text as it is shown: Markdown, links, typography of ``language``, safe."""
    return set_html(from_markdown(link_addresses(source), top_heading=top_heading).strip(), language)


def to_text(html: str) -> str:
    """The words of some HTML, for mails, search and excerpts."""
    spaced = _CELL_ENDS.sub(" ", _BLOCK_ENDS.sub("\n", html))
    return entities.unescape(_words.clean(spaced)).strip()


def excerpt(text: str, length: int = 180) -> str:
    """The beginning of a text, cut between two words, at most ``length`` characters."""
    flat = " ".join(text.split())
    if len(flat) <= length:
        return flat
    return flat[: length - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
