"""Words of a colleague, put into one's own text with their name and the way back to where they were said."""

from essaim.kernel.markup import to_text
from essaim.people.models import Member

from .naming import escape
from .queries import post_for

_MOST = 1200


def quotation(member: Member, post_id: int) -> str:
    """Markdown that quotes a whole post, "" where there is none for ``member``."""
    found = post_for(member, post_id)
    if found is None or found[1].deleted:
        return ""
    row = found[1]
    text = to_text(row.html)
    if len(text) > _MOST:
        text = text[:_MOST].rsplit(" ", 1)[0] + "…"
    lines = [escape(line.strip()) for line in text.splitlines() if line.strip()]
    name = escape(row.author or "…")
    quoted = "\n>\n".join(f"> {line}" for line in [*lines, f"[{name}](/conversations/posts/{post_id}/)"])
    return f"{quoted}\n\n"
