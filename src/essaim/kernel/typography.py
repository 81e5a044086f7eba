"""French typography set by the renderer, so that writers type what their keyboard has.

The rules are those of the Imprimerie nationale (*Lexique des règles typographiques en usage à l'Imprimerie nationale*,
2002): a thin no-break space before ; ! ? and inside guillemets as set here, a no-break space before the colon.
"""

import re

THIN = "\u202f"
NBSP = "\u00a0"

# Stands for an inline tag or an entity while the text around it is set: the semicolon of &lt; is not a sentence's.
_HELD = "\ue000"
_TOKEN = re.compile(r"(<[^>]*>|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);)")
_INLINE = re.compile(r"</?(a|abbr|b|cite|del|em|i|ins|mark|s|small|span|strong|sub|sup|u)\b", re.I)
_CHARACTERS = {"&quot;": '"', "&#34;": '"', "&#39;": "'", "&#x27;": "'", "&nbsp;": NBSP, "&#160;": NBSP}
_VERBATIM = re.compile(r"</?(code|pre|kbd|samp|script|style|textarea)\b", re.I)
_RULES = [
    (re.compile(r"(?<=[\w\ue000])'(?=[\w\ue000])"), "’"),
    (re.compile(r"\.\.\."), "…"),
    (re.compile(r"[ \u00a0\u202f]*([;!?]+(?=[\s\"»)\].,…\ue000]|$)|»(?=[\s\"»)\].,…!?;\ue000]|$))"), THIN + r"\1"),
    (re.compile(r"(?<=\S)[ \u00a0\u202f]+:(?=[\s\ue000]|$)"), NBSP + ":"),
    (re.compile(r"«[ \u00a0\u202f]*"), "«" + THIN),
    # The number of an article of law or of a case stays with what announces it.
    (re.compile(r"\b([LRD])\.[ \u00a0\u202f]*(?=\d{3,4}-\d)"), r"\1." + NBSP),
    (re.compile(r"\bn°[ \u00a0\u202f]*(?=\d)"), "n°" + NBSP),
    (re.compile(r"(?<=\d)[ \u00a0](?=(?:\d{3}(?!\d)|%|€|h\b|min\b|kg\b|km\b|cm\b|mm\b))"), THIN),
]
_QUOTES = re.compile(r'"([^"\n]{1,400})"')
# In HTML the end of a line is a space, and a quotation ends with its block.
_QUOTES_OF_BLOCK = re.compile(r'"([^"]{1,1000})"')


def french(text: str) -> str:
    """Plain text with French spacing, apostrophes, guillemets and ellipses. Applying it twice changes nothing."""
    text = _QUOTES.sub(r"« \1 »", text)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text.replace(THIN + THIN, THIN)


def french_html(html: str) -> str:
    """The same for HTML: only text outside tags and outside code is touched; a quotation may hold inline tags."""
    out: list[str] = []
    held: list[str] = []
    text, verbatim = "", 0

    def set_block(text: str) -> None:
        words = french(_QUOTES_OF_BLOCK.sub(r"« \1 »", text)).split(_HELD)
        for position, piece in enumerate(words):
            out.extend([piece, *held[position : position + 1]])
        held.clear()

    for piece in _TOKEN.split(html.replace(_HELD, "")):
        is_tag = piece.startswith("<") and piece.endswith(">")
        if verbatim or (is_tag and not _INLINE.match(piece)):
            set_block(text)
            text = ""
            if is_tag and _VERBATIM.match(piece):
                verbatim += -1 if piece.startswith("</") else 1
            out.append(piece)
        elif is_tag or (_TOKEN.fullmatch(piece) and piece not in _CHARACTERS):
            text += _HELD
            held.append(piece)
        else:
            text += _CHARACTERS.get(piece, piece)
    set_block(text)
    return "".join(out)


def set_text(text: str, language: str) -> str:
    """Text as ``language`` (``fr``, ``en``) wants it."""
    return french(text) if language == "fr" else text.replace("...", "…")


def set_html(html: str, language: str) -> str:
    """HTML as ``language`` wants it."""
    return french_html(html) if language == "fr" else html
