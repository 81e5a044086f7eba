from .lesson import Lesson, LessonKind, LessonText
from .pages import LessonPage, SequencePage
from .progress import Answer, Progress
from .sequence import Sequence, SequenceText
from .starter import StarterImport

__all__ = [
    "Answer",
    "Lesson",
    "LessonKind",
    "LessonPage",
    "LessonText",
    "Progress",
    "Sequence",
    "SequencePage",
    "SequenceText",
    "StarterImport",
]
