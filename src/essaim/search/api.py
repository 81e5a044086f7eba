"""The search's face to the packages above: what can be found, and having it indexed again."""

from .actions.refresh import hide, refresh, refreshing, restrict
from .lookup import Thing, known, titled
from .sources import Document, Source, register, sources
from .variants import variant_meta

__all__ = [
    "Document",
    "Source",
    "Thing",
    "hide",
    "known",
    "refresh",
    "refreshing",
    "register",
    "restrict",
    "sources",
    "titled",
    "variant_meta",
]
