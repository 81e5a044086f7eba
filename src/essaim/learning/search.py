"""Sequences and lessons as something to be found."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.content.api import text_of
from essaim.kernel.markup import to_text
from essaim.search import api as search

from .models import Lesson, LessonText, Sequence, SequenceText


def _lessons(ids: Collection[int]) -> Iterator[search.Document]:
    found = LessonText.objects.filter(lesson_id__in=ids, lesson__live=True, lesson__sequence__live=True)
    texts = list(found.select_related("lesson__sequence").order_by("pk"))
    sequences: dict[int, dict[str, SequenceText]] = {}
    for titled in SequenceText.objects.filter(sequence__in={text.lesson.sequence_id for text in texts}).order_by("pk"):
        sequences.setdefault(titled.sequence_id, {})[titled.language] = titled
    for text in texts:
        lesson, known = text.lesson, sequences[text.lesson.sequence_id]
        sequence = known.get(text.language) or next(iter(known.values()))
        yield search.Document(
            kind="lesson",
            id=lesson.pk,
            language=text.language,
            title=text.title,
            body=f"{text.summary}\n{to_text(text_of(text.body))}",
            url=reverse("learning:lesson", args=[sequence.slug, text.slug]),
            restricted_to=lesson.sequence.restricted_to,
            themes=lesson.sequence.theme_ids,
            updated_at=text.published_at,
            meta={"sequence": sequence.title, "minutes": lesson.minutes},
        )


def _sequences(ids: Collection[int]) -> Iterator[search.Document]:
    texts = SequenceText.objects.filter(sequence_id__in=ids, sequence__live=True).select_related("sequence")
    for text in texts.order_by("pk"):
        yield search.Document(
            kind="sequence",
            id=text.sequence_id,
            language=text.language,
            title=text.title,
            body=f"{text.summary}\n{to_text(text.body_html)}",
            url=reverse("learning:sequence", args=[text.slug]),
            restricted_to=text.sequence.restricted_to,
            themes=text.sequence.theme_ids,
        )


def _lesson_line(meta: Mapping[str, Any]) -> str:
    minutes = int(meta.get("minutes", 0))
    words = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _("%(sequence)s, %(minutes)s") % {"sequence": meta.get("sequence", ""), "minutes": words}


def _all(model: type[Lesson] | type[Sequence]) -> Iterable[int]:
    return model._default_manager.order_by("pk").values_list("pk", flat=True)


LESSONS = search.Source(
    kind="lesson",
    label=gettext_lazy("Leçons"),
    one=gettext_lazy("Leçon"),
    load=_lessons,
    all_ids=lambda: _all(Lesson),
    line=_lesson_line,
    order=10,
)
SEQUENCES = search.Source(
    kind="sequence",
    label=gettext_lazy("Séquences"),
    one=gettext_lazy("Séquence"),
    load=_sequences,
    all_ids=lambda: _all(Sequence),
    order=20,
)


def refresh_lessons(ids: Collection[int]) -> None:
    """Has lessons indexed again, once this transaction is through."""
    if ids:
        search.refresh("lesson", list(ids))


def refresh_sequences(ids: Collection[int]) -> None:
    if ids:
        search.refresh("sequence", list(ids))
