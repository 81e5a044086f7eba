from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .activities import DiscussionBlock, ExerciseBlock, QuizBlock, ReflectionBlock
from .reading import CalloutBlock, ImageBlock, QuoteBlock, TableBlock, TextBlock, VideoBlock


class LessonBlocks(blocks.StreamBlock):
    """What a lesson is made of."""

    text = TextBlock(group=_("À lire"))
    image = ImageBlock(group=_("À lire"))
    video = VideoBlock(group=_("À lire"))
    callout = CalloutBlock(group=_("À lire"))
    quote = QuoteBlock(group=_("À lire"))
    table = TableBlock(group=_("À lire"))
    quiz = QuizBlock(group=_("À faire"))
    reflection = ReflectionBlock(group=_("À faire"))
    exercise = ExerciseBlock(group=_("À faire"))
    discussion = DiscussionBlock(group=_("À faire"))
