"""HTML of the parts of a page, made once at publication: sanitised, and set as the page's language wants it."""

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

import nh3
from django.conf import settings
from django.utils import translation
from django.utils.html import escape, linebreaks
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from wagtail.rich_text import expand_db_html

from essaim.kernel.typography import set_html, set_text

_TAGS = {
    "p", "br", "b", "strong", "i", "em", "s", "sub", "sup", "code", "ul", "ol", "li", "a", "hr", "h2", "h3", "h4",
    "blockquote",
}  # fmt: skip
_WIDTHS = (820, 1640)
_inline = MarkdownIt("commonmark", {"html": False})


def sanitise(html: str) -> str:
    """HTML cut down to what a text of ours may hold."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener",
    )


def rich_text(source: str, language: str) -> str:
    """Rich text as the editor keeps it, made ready to read: links resolved, unknown tags gone, typography set."""
    return set_html(sanitise(expand_db_html(source or "")), language)


def plain(text: str, language: str) -> str:
    """A line without markup, typography set; not escaped: templates do that."""
    return set_text(" ".join((text or "").split()), language)


def _escaped(text: str, language: str) -> str:
    return escape(plain(text, language))


def callout(title: str, html: str, language: str) -> str:
    head = f'<p class="title">{_escaped(title, language)}</p>' if title else ""
    return f'<div class="callout">{head}{html}</div>'


def quotation(text: str, who: str, language: str) -> str:
    footer = f"<footer>{_escaped(who, language)}</footer>" if who else ""
    words = text.strip().removeprefix("«").removesuffix("»").strip()
    return f"<blockquote>{linebreaks(set_text(words, language), autoescape=True)}{footer}</blockquote>"


def table(rows: Sequence[Sequence[Any]], language: str) -> str:
    """A table whose first row is its head. Cells may hold the marks of Markdown (``**bold**``)."""

    def cell(text: Any) -> str:
        return set_html(sanitise(_inline.renderInline(str(text or ""))), language)

    if not rows:
        return ""
    head = "".join(f'<th scope="col">{cell(text)}</th>' for text in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{cell(text)}</td>" for text in row) + "</tr>" for row in rows[1:])
    # A table wider than a phone scrolls in its own box, which the keyboard must reach.
    with translation.override(language):
        label = escape(_("Tableau"))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def picture(image: Any, alternative: str, caption: str, language: str) -> str:
    """A figure with the sizes that screens need. A picture that is gone leaves its words."""
    if image is None:
        return f"<p>{_escaped(alternative, language)}</p>" if alternative else ""
    if image.is_svg():
        source, extra, width, height = image.file.url, "", image.width, image.height
    else:
        renditions = [image.get_rendition(f"width-{width}|format-webp") for width in _WIDTHS]
        source, width, height = renditions[0].url, renditions[0].width, renditions[0].height
        sizes = ", ".join(f"{r.url} {r.width}w" for r in {r.width: r for r in renditions}.values())
        extra = f' srcset="{escape(sizes)}" sizes="(min-width: 48rem) 41rem, 92vw"'
    size = f' width="{round(width)}" height="{round(height)}"' if width and height else ""
    alt = _escaped(alternative, language)
    foot = f"<figcaption>{_escaped(caption, language)}</figcaption>" if caption else ""
    return f'<figure class="picture"><img src="{escape(source)}"{extra}{size} alt="{alt}" loading="lazy">{foot}</figure>'


def video(title: str, link: str, file: str, transcript: str, language: str) -> str:
    """A film. One from elsewhere is fetched only when the reader opens it, from an address that sets no cookies."""
    name = _escaped(title, language)
    with translation.override(language):
        if file:
            player = f'<video controls preload="metadata" src="{escape(file)}" aria-label="{name}"></video>'
        elif source := embed_address(link):
            host = escape(urlsplit(source).hostname or "")
            words = escape(_("Voir la vidéo (elle vient de %(host)s)") % {"host": "\0"}).replace("\0", host)
            player = (
                f'<details class="film"><summary>{words}</summary><iframe src="{escape(source)}" title="{name}" loading="lazy" '
                'referrerpolicy="strict-origin-when-cross-origin" allow="fullscreen; picture-in-picture" allowfullscreen></iframe></details>'
            )
        elif parts := web_address(link):
            host = escape(parts.hostname or "")
            player = f'<p><a href="{escape(link)}" rel="noopener">{escape(_("Voir la vidéo"))} ({host})</a></p>'
        else:
            player = ""
        words = escape(_("Lire la transcription"))
    reading = f'<details class="transcript"><summary>{words}</summary>{transcript}</details>' if transcript else ""
    return f'<figure class="video"><figcaption>{name}</figcaption>{player}{reading}</figure>'


def web_address(link: str) -> SplitResult | None:
    """The parts of an address of the web; None for what is none, or leads elsewhere than to a site."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    return parts if parts.scheme in ("http", "https") and parts.hostname else None


_IDENTIFIER = re.compile(r"^[\w-]{1,64}$")


def embed_address(link: str) -> str:
    """Where the player of a known video service is; empty for others, and for those that the site's policy does not let in."""
    parts = web_address(link)
    if parts is None:
        return ""
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    path = [piece for piece in parts.path.split("/") if piece]
    if host in ("youtube.com", "youtube-nocookie.com") and path:
        id = parse_qs(parts.query).get("v", [""])[0] if path[0] == "watch" else path[-1]
        source = f"https://www.youtube-nocookie.com/embed/{id}"
    elif host == "youtu.be" and path:
        id, source = path[0], f"https://www.youtube-nocookie.com/embed/{path[0]}"
    elif host in ("vimeo.com", "player.vimeo.com") and path:
        id = next((piece for piece in path if piece.isdigit()), "")
        source = f"https://player.vimeo.com/video/{id}?dnt=1"
    elif len(path) >= 2 and (path[:1] == ["w"] or path[:2] in (["videos", "watch"], ["videos", "embed"])):
        id, source = path[-1], f"https://{parts.netloc}/videos/embed/{path[-1]}"
    else:
        return ""
    directives: dict[str, list[str]] = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]  # type: ignore[assignment]
    allowed = directives.get("frame-src", [])
    return source if _IDENTIFIER.match(id) and any(source.startswith(f"{origin}/") for origin in allowed) else ""
