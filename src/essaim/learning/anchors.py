"""A lesson as something to talk about."""

from typing import Any

from essaim.kernel.language import BEST
from essaim.ui.anchors import Anchor, Kind
from essaim.ui.jinja import url

from .models import Lesson, LessonText

_LESSON = f"""
SELECT json_build_array(lt.title, st.slug, lt.slug, s.restricted_to, s.theme_ids[1])
FROM learning_lesson l
JOIN learning_sequence s ON s.id = l.sequence_id
JOIN LATERAL (SELECT x.slug, x.title FROM learning_lessontext x WHERE x.lesson_id = l.id {BEST}) lt ON true
JOIN LATERAL (SELECT x.slug FROM learning_sequencetext x WHERE x.sequence_id = s.id {BEST}) st ON true
WHERE l.id = {{id}} AND l.live AND s.live
"""


def _lesson(id: int, row: Any) -> Anchor:
    title, sequence, slug, restricted, theme = row
    return Anchor(title=title, url=url("learning:lesson", sequence, slug), restricted_to=tuple(restricted), theme_id=theme)


LESSONS = Kind(_LESSON, _lesson)


def lesson_named(words: str) -> int | None:
    """The lesson that a file calls ``sequence-slug/lesson-slug``."""
    sequence, _, slug = words.partition("/")
    texts = LessonText.objects.filter(slug=slug, lesson__live=True, lesson__sequence__texts__slug=sequence)
    return texts.order_by("lesson_id").values_list("lesson_id", flat=True).first()


LESSONS_FINISHED = "SELECT lesson_id FROM learning_progress WHERE member_id = %(me)s AND completed_at IS NOT NULL"


def first_lessons() -> list[int]:
    """The first lesson of every sequence that is open to everybody."""
    lessons = Lesson.objects.filter(live=True, sequence__live=True, sequence__restricted_to=[])
    firsts = lessons.order_by("sequence_id", "position", "pk").distinct("sequence_id").values_list("pk", flat=True)
    ordered = Lesson.objects.filter(pk__in=list(firsts)).order_by("sequence__position", "sequence_id")
    return list(ordered.values_list("pk", flat=True))
