"""The search's face to the packages above: what can be found, finding it, and having it indexed again."""

from .actions.index import index_documents
from .actions.refresh import hide, refresh, restrict
from .listeners import listeners
from .lookup import Thing, known, titled
from .sources import Document, Source, register, sources
from .variants import answer_for, variant_meta

__all__ = [
    "Document",
    "Source",
    "Thing",
    "answer_for",
    "hide",
    "index_documents",
    "known",
    "listeners",
    "refresh",
    "register",
    "restrict",
    "sources",
    "titled",
    "variant_meta",
]
