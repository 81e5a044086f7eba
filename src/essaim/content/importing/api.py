"""What packages that own pages use to bring theirs in from files."""

from .directives import Block, parse
from .files import Problems, Source, name_of, read
from .pages import arrange, locale_of, unchanged, write
from .pictures import check
from .programme import programme_for, slugs
from .prose import html
from .run import Import, loaders, run_import
from .stream import raw_stream

__all__ = [
    "Block", "Import", "Problems", "Source", "arrange", "check", "html", "loaders", "locale_of", "name_of", "parse",
    "programme_for", "raw_stream", "read", "run_import", "slugs", "unchanged", "write",
]  # fmt: skip
