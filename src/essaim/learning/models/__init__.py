from .lesson import Lesson, LessonKind, LessonText
from .progress import Answer, Progress
from .sequence import Sequence, SequenceText

__all__ = ["Answer", "Lesson", "LessonKind", "LessonText", "Progress", "Sequence", "SequenceText"]
