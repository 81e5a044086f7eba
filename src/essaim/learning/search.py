"""Sequences and lessons as something to be found."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.content.api import Part, audiences_of, for_reader, text_of
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
        known = sequences[text.lesson.sequence_id]
        yield from _variants(text, known.get(text.language) or next(iter(known.values())))


def _variants(text: LessonText, sequence: SequenceText) -> Iterator[search.Document]:
    """One document for each audience that reads words of its own in a lesson, and one for all others."""
    lesson, ways = text.lesson, audiences_of(text.body)
    allowed = lesson.sequence.restricted_to
    for way in (0, *ways):
        # Who may see a variant may see the lesson; whether it is theirs is told when it is shown.
        seen_by = [way] if way and (not allowed or way in allowed) else allowed
        yield search.Document(
            kind="lesson",
            id=lesson.pk,
            language=text.language,
            title=text.title,
            body=_words(text, [way] if way else []),
            url=reverse("learning:lesson", args=[sequence.slug, text.slug]),
            restricted_to=seen_by,
            themes=lesson.sequence.theme_ids,
            updated_at=text.published_at,
            meta={"sequence": sequence.title, "minutes": lesson.minutes}
            | (search.variant_meta(way, ways, restricted=bool(allowed)) if ways else {}),
            variant=way,
        )


def _words(text: LessonText, audience_ids: Collection[int]) -> str:
    """What a reader of these audiences reads, a block a line; what ends without a full stop is set off by a point."""
    parts: list[Part] = for_reader(text.body, audience_ids)
    lines = [line.strip() for line in f"{text.summary}\n{to_text(text_of(parts))}".splitlines() if line.strip()]
    return "\n".join(line if line[-1] in ".!?:;…»" else f"{line} ·" for line in lines)


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


def restrict(*, sequence: Sequence, lesson_ids: Collection[int]) -> None:
    """Has a sequence and these of its lessons found by nobody but whom they are for now, at once.

    What is opened to everybody waits for its indexing instead: words for one audience would else be found by all.
    """
    if not sequence.live:
        search.hide("sequence", [sequence.pk])
        search.hide("lesson", lesson_ids)
    elif sequence.restricted_to:
        search.restrict("sequence", [sequence.pk], sequence.restricted_to)
        search.restrict("lesson", lesson_ids, sequence.restricted_to)


def withdraw(kind: str, id: int, language: str) -> None:
    """Has one language of a lesson or a sequence found by nobody, at once."""
    search.hide(kind, [id], language)


def refresh_lessons(ids: Collection[int]) -> None:
    """Has lessons indexed again, once this transaction is through."""
    if ids:
        search.refresh("lesson", list(ids))


def refresh_sequences(ids: Collection[int]) -> None:
    if ids:
        search.refresh("sequence", list(ids))
