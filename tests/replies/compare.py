"""Other libraries on the set, beside ours. They are not among our dependencies: in an environment of their own,

pip install talon mail-parser-reply email-reply-parser quotequail nh3 markdown-it-py mdit-py-plugins
PYTHONPATH=src:. python -m tests.replies.compare

Each is given what it asks for: the plain body, or our rendering of the HTML where there is none; quotequail and talon the
HTML too. Whitespace does not count. "Whole" is the text to the letter; "readable" allows a signature or notice to be left,
but nothing written may be missing and nothing of our mail be left.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from essaim.kernel.replies import parse, read_reply
from essaim.kernel.replies.html import html_lines
from essaim.kernel.replies.lines import shown
from essaim.kernel.replies.parts import Bodies, bodies
from essaim.kernel.replies.plain import plain_lines

from .corpus import MAILS

Tool = Callable[[Bodies], Any]


def _plain(found: Bodies) -> str:
    if found.plain.strip():
        return shown(plain_lines(found.plain, flowed=found.flowed, delsp=found.delsp))
    return shown(html_lines(found.html))


def _tools() -> dict[str, Tool]:
    import quotequail
    import talon
    from email_reply_parser import EmailReplyParser
    from mailparser_reply import EmailReplyParser as MailReplyParser
    from talon import quotations
    from talon.signature.bruteforce import extract_signature

    talon.init()
    languages = ["en", "fr", "de", "es", "it", "nl"]

    def talon_html(found: Bodies) -> Any:
        if not found.html.strip():
            return extract_signature(quotations.extract_from_plain(_plain(found)))[0]
        return extract_signature(shown(html_lines(quotations.extract_from_html(found.html))))[0]

    def quail(found: Bodies) -> Any:
        if found.html.strip() and (parts := quotequail.unwrap_html(found.html)) and "html_top" in parts:
            return shown(html_lines(parts["html_top"]))
        parts = quotequail.unwrap(_plain(found))
        return parts.get("text_top", "") if parts else _plain(found)

    return {
        "email-reply-parser": lambda found: EmailReplyParser.parse_reply(_plain(found)),
        "mail-parser-reply": lambda found: MailReplyParser(languages=languages).parse_reply(_plain(found)),
        "talon, text": lambda found: extract_signature(quotations.extract_from_plain(_plain(found)))[0],
        "talon, HTML": talon_html,
        "quotequail": quail,
    }


def _squeezed(text: Any) -> str:
    return " ".join(str(text or "").split())


def compare() -> None:
    tools = _tools()
    whole: dict[str, Counter[str]] = defaultdict(Counter)
    readable: dict[str, Counter[str]] = defaultdict(Counter)
    number: Counter[str] = Counter()
    for path in sorted(MAILS.rglob("*.eml")):
        language = path.stem[:2] if path.stem[:2] in ("fr", "en") else "other"
        number[language] += 1
        message = parse(path.read_bytes())
        found = bodies(message)
        wanted = _squeezed(path.with_suffix(".txt").read_text())
        for name, got in [("ours", read_reply(message).text), *((name, tool(found)) for name, tool in tools.items())]:
            text = _squeezed(got)
            whole[name][language] += text == wanted
            words = _squeezed(wanted.replace(">", ""))
            readable[name][language] += "essaim.brindel.example" not in text and words in _squeezed(text.replace(">", ""))
    for name in ["ours", *tools]:
        cells = (f"{language} {whole[name][language]}/{readable[name][language]} of {number[language]}" for language in number)
        sys.stdout.write(f"{name:20} {', '.join(cells)}\n")


if __name__ == "__main__":
    compare()
