from .document import IndexedDocument
from .term import Corpus, Term, Word

__all__ = ["Corpus", "IndexedDocument", "Term", "Word"]
