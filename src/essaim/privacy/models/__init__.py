from .archive import Archive
from .erasure import Erasure
from .notes import RecordNotes

__all__ = ["Archive", "Erasure", "RecordNotes"]
