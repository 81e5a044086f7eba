from .activities import DiscussionBlock, ExerciseBlock, QuizBlock, ReflectionBlock
from .adapted import EVERYONE, HELP, OTHERS, AdaptedBlock
from .reading import CalloutBlock, ImageBlock, QuoteBlock, TableBlock, TextBlock, VideoBlock
from .stream import LessonBlocks

__all__ = [
    "EVERYONE",
    "HELP",
    "OTHERS",
    "AdaptedBlock",
    "CalloutBlock",
    "DiscussionBlock",
    "ExerciseBlock",
    "ImageBlock",
    "LessonBlocks",
    "QuizBlock",
    "QuoteBlock",
    "ReflectionBlock",
    "TableBlock",
    "TextBlock",
    "VideoBlock",
]
