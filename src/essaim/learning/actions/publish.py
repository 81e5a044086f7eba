"""From the pages that facilitators write to the rows that members read."""

from typing import Any

from django.db import connection, transaction

from essaim.content.api import compile_body, leading, note_files, rich_text
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.typography import set_text
from essaim.learning import search
from essaim.learning.events import LessonPublished, SequencePublished
from essaim.learning.models import Lesson, LessonPage, LessonText, Sequence, SequencePage, SequenceText
from essaim.ui import anchors


@transaction.atomic
def publish_sequence(*, page: SequencePage, actor_id: int | None) -> Sequence:
    """Compiles one language of a sequence; audiences and order come from the leading translation."""
    sequence, _made = Sequence.objects.select_for_update().get_or_create(translation_key=page.translation_key)
    before = (sequence.restricted_to, sequence.live)
    for name, value in leading(page).addresses().items():
        setattr(sequence, name, value)
    sequence.live = True
    sequence.save()
    fields = sequence_fields(page)
    SequenceText.objects.update_or_create(sequence=sequence, language=page.language, defaults=fields)
    shown = [{"type": "html", "html": fields["body_html"]}]
    note_files(kind="sequence", object_id=sequence.pk, language=page.language, body=shown)
    order_sequences()
    lesson_ids = list(sequence.lessons.order_by("pk").values_list("pk", flat=True))
    if before[0] != sequence.restricted_to:
        for lesson_id in lesson_ids:
            anchors.changed("lesson", lesson_id, sequence.restricted_to)
    if before != (sequence.restricted_to, True):
        search.restrict(sequence=sequence, lesson_ids=lesson_ids)
        search.refresh_lessons(lesson_ids)
    search.refresh_sequences([sequence.pk])
    journal.record(SequencePublished(actor_id=actor_id, subject_id=sequence.pk, language=page.language))
    return sequence


def sequence_fields(page: SequencePage) -> dict[str, Any]:
    """One language of a sequence, compiled."""
    return {
        "slug": page.slug,
        "title": set_text(page.title, page.language),
        "summary": set_text(page.summary, page.language),
        "body_html": rich_text(page.body, page.language),
    }


@transaction.atomic
def publish_lesson(*, page: LessonPage, actor_id: int | None) -> Lesson:
    """Compiles one language of a lesson. What members answered stays: it hangs on the lesson and on the ids of blocks."""
    parent = page.get_parent().specific
    sequence, _made = Sequence.objects.get_or_create(translation_key=parent.translation_key)
    lesson = Lesson.objects.select_for_update().filter(translation_key=page.translation_key).first()
    first = lesson is None
    lesson = lesson or Lesson(translation_key=page.translation_key)
    lead = leading(page)
    moved = lesson.sequence_id not in (None, sequence.pk)
    lesson.sequence, lesson.kind, lesson.minutes, lesson.live = sequence, lead.kind, lead.minutes, True
    lesson.save()
    fields = lesson_fields(page) | {"published_at": clock.now()}
    LessonText.objects.update_or_create(lesson=lesson, language=page.language, defaults=fields)
    note_files(kind="lesson", object_id=lesson.pk, language=page.language, body=fields["body"])
    order_lessons(parent)
    if first or moved:
        anchors.changed("lesson", lesson.pk, sequence.restricted_to)
        search.restrict(sequence=sequence, lesson_ids=[lesson.pk])
    search.refresh_lessons([lesson.pk])
    journal.record(LessonPublished(actor_id=actor_id, subject_id=lesson.pk, language=page.language, first=first))
    return lesson


def lesson_fields(page: LessonPage) -> dict[str, Any]:
    """One language of a lesson, compiled."""
    return {
        "slug": page.slug,
        "title": set_text(page.title, page.language),
        "summary": set_text(page.summary, page.language),
        "body": compile_body(page.body, page.language),
        "reviewed_on": page.reviewed_on,
    }


@transaction.atomic
def move_lesson(*, page: LessonPage) -> None:
    """A lesson's page took another place: its row follows, and with it who may see it."""
    parent = page.get_parent().specific
    lesson = Lesson.objects.select_for_update().filter(translation_key=page.translation_key).first()
    if lesson is not None:
        sequence, _made = Sequence.objects.get_or_create(translation_key=parent.translation_key)
        if lesson.sequence_id != sequence.pk:
            lesson.sequence = sequence
            lesson.save(update_fields=["sequence"])
            anchors.changed("lesson", lesson.pk, sequence.restricted_to)
            search.restrict(sequence=sequence, lesson_ids=[lesson.pk])
            search.refresh_lessons([lesson.pk])
    order_lessons(parent)


def order_lessons(parent: SequencePage) -> None:
    """Gives the lessons of a sequence the order of their pages, as the leading translation has them."""
    pages = leading(parent).get_children().order_by("path").values_list("translation_key", flat=True)
    _order(Lesson._meta.db_table, list(pages))


def order_sequences() -> None:
    """Gives all sequences the order of their pages."""
    pages = SequencePage.objects.order_by("locale__language_code", "path").values_list("translation_key", flat=True)
    _order(Sequence._meta.db_table, list(dict.fromkeys(pages)))


def _order(table: str, keys: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE {table} row SET position = place.number
            FROM unnest(%s::uuid[]) WITH ORDINALITY AS place (key, number)
            WHERE row.translation_key = place.key AND row.position <> place.number""",
            [keys],
        )
