"""Catalogues of translations. The interface is written in French; English is translated beside it, package by package.

``python -m essaim.config.catalogues update`` extracts every string (Babel knows Jinja2, Django's own makemessages loses
some) into ``src/essaim/<package>/locale/en/LC_MESSAGES/django.po``. ``compile`` makes the ``.mo`` files: the English ones,
and French ones in which every string stands for itself with French typography set and French plurals right.
"""

import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from essaim.kernel.typography import french

SOURCE = Path(__file__).resolve().parents[1]
METHODS: list[tuple[str, str]] = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("**.py", "python"),
    ("templates/**.html", "jinja2"),
]
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true", "silent": "false"}}
KEYWORDS: dict[str, Any] = {
    "_": None, "_lazy": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip

# Lines of a catalogue's head that change with the day.
UNSAID = ('"POT-', '"PO-Rev', '"Generated')


def packages() -> list[Path]:
    """Every package, and each integration as one of its own."""
    found = [*SOURCE.glob("*/__init__.py"), *SOURCE.glob("integrations/*/__init__.py")]
    return sorted(path.parent for path in found if path.parent.name != "integrations")


def extract(package: Path) -> Catalog:
    """Every string of one package."""
    catalog = Catalog(domain="django", fuzzy=False)
    found: Any = extract_from_dir(
        package, METHODS, OPTIONS, keywords=KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for filename, _line, message, comments, context in found:
        where: Any = (filename, None)
        catalog.add(message, locations=[where], auto_comments=comments, context=context)
    return catalog


def po_file(package: Path) -> Path:
    return package / "locale" / "en" / "LC_MESSAGES" / "django.po"


def read(package: Path) -> Catalog:
    path = po_file(package)
    if not path.exists():
        return Catalog(locale="en", domain="django", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en", domain="django")


def update() -> None:
    """Brings the English sources up to date: new strings come empty, vanished ones go."""
    for package in packages():
        template = extract(package)
        if not len(template):
            continue
        catalog = read(package)
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        path = po_file(package)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.header_comment = f"# The English of essaim.{package.name}."
        buffer = BytesIO()
        write_po(buffer, catalog, width=120, sort_output=True, omit_header=False, include_lineno=False)
        lines = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith(UNSAID)]
        path.write_text("\n".join(lines).strip() + "\n")


def missing() -> list[str]:
    """Strings without an English translation, as ``package: string``."""
    out = []
    for package in packages():
        catalog = read(package)
        for message in extract(package):
            if not message.id:
                continue
            known = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            # A fuzzy one is not compiled.
            string = known.string if known and not known.fuzzy else None
            texts = [string] if isinstance(string, str) else list(string or [])
            if not texts or not all(texts):
                out.append(f"{package.name}: {message.id}")
    return out


def _french(catalog: Catalog) -> Catalog:
    own = Catalog(locale="fr", domain="django", fuzzy=False)
    for message in catalog:
        if not message.id:
            continue
        if isinstance(message.id, str):
            own.add(message.id, french(message.id), context=message.context)
        else:
            own.add(message.id, tuple(french(text) for text in message.id), context=message.context)
    return own


def compile_all() -> None:
    for package in packages():
        template = extract(package)
        if not len(template):
            continue
        for language, catalog in (("fr", _french(template)), ("en", read(package))):
            target = package / "locale" / language / "LC_MESSAGES" / "django.mo"
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("wb") as file:
                write_mo(file, catalog)


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_all()
        case ["missing"]:
            absent = missing()
            print("\n".join(absent))
            sys.exit(bool(absent))
        case _:
            sys.exit("usage: python -m essaim.config.catalogues update|compile|missing")
