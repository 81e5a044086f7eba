"""The HTML body as lines. What mail programs say in classes, ids and marks about quotations and signatures is heard.

Our own walk over Python's tokeniser: libraries that turn HTML into text lose exactly these marks, and a tree of a mail of
ten thousand nested elements, which exist, ends in a RecursionError.
"""

import re
from collections import Counter
from html.parser import HTMLParser

from essaim.kernel.markup import to_text

from .lines import HEAD, REST, SIGNATURE, Line, plain_spaces
from .plain import plain_lines

Attributes = list[tuple[str, str | None]]

# Longer bodies are cut: a person did not write them.
LONGEST = 2_000_000
# So are paragraphs, and the lists within lists that an item stands in.
LONGEST_LINE = 20_000
MOST_LISTS = 20
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SILENT = {"head", "style", "script", "title", "template", "svg", "xml", "select", "textarea"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure", "footer",
    "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "html", "li", "main", "ol", "p", "pre", "section", "table", "tbody",
    "thead", "tr", "ul",
}  # fmt: skip
_APART = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table"}

# An element all of which is a quotation.
_QUOTATION = re.compile(
    r"\b(?:yahoo_quoted\w*|protonmail_quote|ms-outlook-mobile-reference-message|mail-editor-reference-message-container"
    r"|OLK_SRC_BODY_SECTION|zmail_extra|messageReplySection|moz-forward-container|quoted_original|_rp_q\w*|history_container"
    r"|tutanota_quote|hey-quote|x_?yahoo_quoted)\b",
    re.I,
)
# From this element on everything is a quotation.
_REST = re.compile(
    r"\b(?:divRplyFwdMsg|appendonsend|stopSpelling|OutlookMessageHeader|zwchr|__DIVIDER__|originalMessage)\b", re.I
)
# It says who wrote what comes next.
_HEAD = re.compile(r"\b(?:gmail_attr|moz-cite-prefix|reply-intro|moz-email-headers-table|__HEADERS__|x_?gmail_attr)\b", re.I)
_SIGNATURE = re.compile(
    r"\b(?:gmail_signature\w*|moz-signature|ms-outlook-mobile-signature|ms-outlook-mobile-body-separator-line"
    r"|protonmail_signature_block\w*|__SIG_P(?:OST|RE)__|Signature|OWAAutoLinkSignature|composer_signature|yahoo_signature"
    r"|ydp\w*signature|messageSignatureSection|AppleMailSignature|tutanota_signature)\b"
)
_NO_CITE = re.compile(r"border(?:-left)?\s*:\s*(?:none|0)", re.I)
_NO_MARGIN = re.compile(r"margin(?:-(?:top|bottom))?\s*:\s*0", re.I)
_DECLARATION = re.compile(r"<!\[[^<>]{0,500}>")
_BULLET = re.compile(r"^\s*[·•▪●◦○§Ø]\s+|^o\s{2,}")


def html_lines(html: str) -> list[Line]:
    """The lines of an HTML body. Whatever it is, something comes back."""
    walk = _Walk()
    try:
        walk.feed(_closed(_DECLARATION.sub("", html[:LONGEST])))
        walk.close()
    except (AssertionError, ValueError, RecursionError):
        return plain_lines(to_text(html[:LONGEST]))
    return walk.finished()


def _closed(html: str) -> str:
    """Without what begins and never ends: Python's tokeniser would look for the end of each to the end of the mail."""
    after = html.rfind("-->") + 1
    html = html[:after] + html[after:].replace("<!--", "")
    after = html.rfind(">") + 1
    return html[:after] + html[after:].replace("<", "")


class _Walk(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.words = ""
        # Open elements: name, whether a quotation, whether a signature, and what its end writes.
        self.open: list[tuple[str, bool, str, str]] = []
        # How many of each name are open: an end that ends nothing is looked for nowhere.
        self.opened: Counter[str] = Counter()
        self.depth = 0
        self.silent = 0
        self.pre = 0
        self.lists: list[int] = []  # 0 for bullets, else the number of the next item
        self.prefix = ""
        self.said = ""
        # Where each open link began: on which line, and where in it.
        self.links: list[tuple[str, int, int]] = []
        self.flushed = 0

    # What the tokeniser tells us.

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        given = {name: value or "" for name, value in attrs}
        named = " ".join(given.get(name, "") for name in ("id", "class", "name", "data-marker"))
        if tag == "br":
            self._flush(always=True)
            return
        if _REST.search(named) and not self.depth:
            self._flush()
            self.lines.append(Line("", 0, REST))
        if tag in _VOID:
            if tag == "hr":
                self._flush()
            return
        if tag in _BLOCKS:
            self._flush()
            self._apart(tag, given)
        quotes = bool(_QUOTATION.search(named)) or (tag == "blockquote" and _cites(given))
        said = HEAD if _HEAD.search(named) else SIGNATURE if _SIGNATURE.search(named) else ""
        self._begin(tag, given, quotes, said)

    def _begin(self, tag: str, given: dict[str, str], quotes: bool, said: str) -> None:
        if said or quotes:
            self._flush()
        if quotes and self.depth:
            self._blank()
        self.depth += quotes
        self.silent += tag in _SILENT
        self.pre += tag == "pre"
        if tag in ("ul", "ol"):
            start = given.get("start", "")
            self.lists.append(
                (int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1) if tag == "ol" else 0
            )
        elif tag == "li":
            self.prefix = self._item()
        elif tag == "a":
            self.links.append((given.get("href", "").strip(), self.flushed, len(self.words)))
        self.opened[tag] += 1
        self.open.append((tag, quotes, self.said, "mso" if "Mso" in given.get("class", "") else ""))
        self.said = said or self.said

    def handle_endtag(self, tag: str) -> None:
        if not self.opened[tag]:
            return
        ended = ""
        while ended != tag:
            ended, quotes, said, mso = self.open.pop()
            self.opened[ended] -= 1
            self._end(ended, quotes, said, mso)

    def _end(self, tag: str, quotes: bool, said: str, mso: str) -> None:
        if tag == "a":
            self._link()
        if tag in ("td", "th") and self.words.strip():
            self._add(" | ")
        if tag in _BLOCKS or quotes or said != self.said:
            self._flush()
        if tag in _APART and not mso:
            self._blank()
        if tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            if not self.lists:
                self._blank()
        if quotes:
            self._blank()
        self.depth -= quotes
        self.silent -= tag in _SILENT
        self.pre -= tag == "pre"
        self.said = said

    def handle_data(self, data: str) -> None:
        if self.silent:
            return
        if self.pre:
            first, *others = data.replace("\r\n", "\n").split("\n")
            self._add(first)
            for other in others:
                self._flush(always=True)
                self.words = other
            return
        words = re.sub(r"[ \t\r\n\f]+", " ", data)
        self._add(words.lstrip(" ") if self.words.endswith(" ") or not self.words else words)

    def handle_comment(self, data: str) -> None:
        if data.strip() == "originalMessage" and not self.depth:
            self._flush()
            self.lines.append(Line("", 0, REST))

    # Lines.

    def _add(self, words: str) -> None:
        if len(self.words) > LONGEST_LINE:
            self._flush()
        self.words += words

    def _flush(self, *, always: bool = False) -> None:
        """Ends the line, if there is one (``always``: an empty one too)."""
        # An empty paragraph is held open by a space that does not break.
        always = always or (not self.words.strip() and "\u00a0" in self.words)
        text, self.words = plain_spaces(self.words).rstrip(), ""
        text = text.rstrip(" |") if text.endswith(" |") else text
        self.flushed += 1
        if not text.strip():
            if always:
                self.lines.append(Line("", self.depth, self.said))
            return
        text = _BULLET.sub("- ", text.lstrip() if not self.pre else text)
        text, self.prefix = self.prefix + text, ""
        # Some write the marks of quotation into their HTML as well.
        marked = plain_lines(text)[0]
        self.lines.append(Line(marked.text, self.depth + marked.depth, self.said))

    def _blank(self) -> None:
        if self.lines and self.lines[-1].text:
            self.lines.append(Line("", self.depth, self.said))

    def _apart(self, tag: str, given: dict[str, str]) -> None:
        tight = "Mso" in given.get("class", "") or _NO_MARGIN.search(given.get("style", ""))
        if (tag in _APART and not tight) or (tag in ("ul", "ol") and not self.lists):
            self._blank()

    def _item(self) -> str:
        indent = "   " * min(max(len(self.lists) - 1, 0), MOST_LISTS)
        if self.lists and self.lists[-1]:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1] - 1}. "
        return f"{indent}- "

    def _link(self) -> None:
        if not self.links:
            return
        href, line, start = self.links.pop()
        start = start if line == self.flushed else 0
        words = self.words[start:].strip()
        if not re.match(r"https?://[^\s()<>]+$", href, re.I) or not words or any(sign in words for sign in "[]<>|"):
            return
        same = words.rstrip("/").removeprefix("https://").removeprefix("http://")
        if href.rstrip("/").removeprefix("https://").removeprefix("http://") == same:
            self.words = f"{self.words[:start]}{href}"
        else:
            lead = " " if self.words[start:].startswith(" ") else ""
            tail = " " if self.words.endswith(" ") else ""
            self.words = f"{self.words[:start]}{lead}[{words}]({href}){tail}"

    def finished(self) -> list[Line]:
        self._flush()
        return self.lines


def _cites(given: dict[str, str]) -> bool:
    """Whether a ``blockquote`` is a quotation: editors indent with it too, and then say that it has no border."""
    cites = given.get("type") == "cite" or "cite" in given or "quote" in given.get("class", "").lower()
    return cites or not _NO_CITE.search(given.get("style", ""))
