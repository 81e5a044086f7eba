"""Taking a language of a sequence or a lesson away from members. Progress and answers stay for the day it comes back."""

from django.db import transaction

from essaim.content.api import note_files
from essaim.journal import api as journal
from essaim.learning import search
from essaim.learning.events import LessonWithdrawn, SequenceWithdrawn
from essaim.learning.models import Lesson, LessonPage, Sequence, SequencePage


@transaction.atomic
def withdraw_sequence(*, page: SequencePage, actor_id: int | None) -> None:
    """Takes ``page``'s language away; the sequence itself goes with its last one. Twice changes nothing."""
    sequence = Sequence.objects.select_for_update().filter(translation_key=page.translation_key).first()
    if sequence is None or not sequence.texts.filter(language=page.language).delete()[0]:
        return
    note_files(kind="sequence", object_id=sequence.pk, language=page.language, body=[])
    sequence.live = sequence.texts.exists()
    sequence.save(update_fields=["live"])
    lesson_ids = list(sequence.lessons.order_by("pk").values_list("pk", flat=True))
    search.withdraw("sequence", sequence.pk, page.language)
    search.restrict(sequence=sequence, lesson_ids=lesson_ids)
    search.refresh_sequences([sequence.pk])
    search.refresh_lessons(lesson_ids)
    journal.record(SequenceWithdrawn(actor_id=actor_id, subject_id=sequence.pk, language=page.language))


@transaction.atomic
def withdraw_lesson(*, page: LessonPage, actor_id: int | None) -> None:
    """Takes ``page``'s language away; the lesson itself goes with its last one. Twice changes nothing."""
    lesson = Lesson.objects.select_for_update().filter(translation_key=page.translation_key).first()
    if lesson is None or not lesson.texts.filter(language=page.language).delete()[0]:
        return
    note_files(kind="lesson", object_id=lesson.pk, language=page.language, body=[])
    lesson.live = lesson.texts.exists()
    lesson.save(update_fields=["live"])
    search.withdraw("lesson", lesson.pk, page.language)
    search.refresh_lessons([lesson.pk])
    journal.record(LessonWithdrawn(actor_id=actor_id, subject_id=lesson.pk, language=page.language))
