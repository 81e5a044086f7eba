"""What somebody wrote anew in the answer to a mail: without what they quote, their signature, and their company's notices.

A pure function over one parsed mail. Mail programs leave it to the reader where the quotation begins, and say so in the
reader's language: here they are French first, English beside it, and a rule that knows no language for the others.

    message → parts (which bodies, which files) → lines (words, and how deep they are quoted) → roles (own, head of a
    quotation, quoted, signature) → the text, with the lines that an answer among the quotation answers

``docs/mail-replies.md`` says what is kept, and how it compares with the libraries there are.
"""

from .automatic import automatic
from .parts import File, header, parse
from .read import Reply, read_reply

__all__ = ["File", "Reply", "automatic", "header", "parse", "read_reply"]
