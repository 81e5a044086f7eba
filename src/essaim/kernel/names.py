"""Names of people: how they sort and how they are shortened."""

import re
import unicodedata

_ACCENTS = re.compile("[\u0300-\u036f]+")


def fold(text: str) -> str:
    """Lower case without accents, for comparing what people type: ``Émile Zola`` gives ``emile zola``."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE").replace("ß", "ss"))
    if (bare := _ACCENTS.sub("", decomposed)).isascii():
        return bare.lower()
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()


def sort_key(last_name: str, first_name: str) -> str:
    """A stored key by which names sort as in a French directory, whatever the database's locale."""
    parts = (re.sub(r"[^0-9a-z]+", " ", fold(part)).strip() for part in (last_name, first_name))
    return "\t".join(parts)


def slugify(text: str) -> str:
    """``Répondre en public`` gives ``repondre-en-public``."""
    return re.sub(r"[^0-9a-z]+", "-", fold(text)).strip("-")[:80] or "x"


def free_slug(name: str, taken: set[str]) -> str:
    """A slug for ``name`` that is not in ``taken``, and is from now on."""
    slug = base = slugify(name)
    number = 2
    while slug in taken:
        slug = f"{base[:74]}-{number}"
        number += 1
    taken.add(slug)
    return slug
