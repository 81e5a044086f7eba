"""French typography set by the renderer, so that writers type what their keyboard has.

The rules are those of the Imprimerie nationale (*Lexique des règles typographiques en usage à l'Imprimerie nationale*,
2002): a thin no-break space before ; ! ? and inside guillemets as set here, a no-break space before the colon.
"""

import re

THIN = "\u202f"
NBSP = "\u00a0"

_TAG = re.compile(r"(<[^>]*>)")
_VERBATIM = re.compile(r"</?(code|pre|kbd|samp|script|style|textarea)\b", re.I)
_RULES = [
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"[  \u202f]*([;!?»])(?=[\s\"»)\].,…!?;]|$)"), THIN + r"\1"),
    (re.compile(r"(?<=\S)[  \u202f]+:(?=\s|$)"), NBSP + ":"),
    (re.compile(r"«[  \u202f]*"), "«" + THIN),
    (re.compile(r"(?<=\d)[  ](?=(?:\d{3}(?!\d)|%|€|h\b|min\b|kg\b|km\b|cm\b|mm\b))"), THIN),
]
_QUOTES = re.compile(r'"([^"\n]{1,400})"')


def french(text: str) -> str:
    """Plain text with French spacing, apostrophes, guillemets and ellipses. Applying it twice changes nothing."""
    text = _QUOTES.sub(r"« \1 »", text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text.replace(THIN + THIN, THIN)


def french_html(html: str) -> str:
    """The same for HTML: only text outside tags and outside code is touched."""
    out, verbatim = [], 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            if _VERBATIM.match(piece):
                verbatim += -1 if piece.startswith("</") else 1
            out.append(piece)
        else:
            out.append(piece if verbatim > 0 else french(piece))
    return "".join(out)


def set_text(text: str, language: str) -> str:
    """Text as ``language`` (``fr``, ``en``) wants it."""
    return french(text) if language == "fr" else text.replace("...", "…")


def set_html(html: str, language: str) -> str:
    """HTML as ``language`` wants it."""
    return french_html(html) if language == "fr" else html
