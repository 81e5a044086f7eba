"""What the pages of sequences and lessons that are open to everybody are called."""

from django.db.models import QuerySet
from django.utils.translation import get_language

from .models import LessonText, SequenceText


def title_of_sequence(slug: str) -> str:
    """The title of a sequence by its address, "" for one that not everybody may see."""
    return _best(dict(_open_sequences(slug).values_list("language", "title")))


def title_of_lesson(sequence_slug: str, slug: str) -> str:
    """The same for a lesson."""
    open_ones = _open_sequences(sequence_slug).values("sequence")
    texts = LessonText.objects.filter(slug=slug, lesson__live=True, lesson__sequence__in=open_ones).order_by("pk")
    return _best(dict(texts.values_list("language", "title")))


def _open_sequences(slug: str) -> QuerySet[SequenceText]:
    return SequenceText.objects.filter(slug=slug, sequence__live=True, sequence__restricted_to=[]).order_by("pk")


def _best(titles: dict[str, str]) -> str:
    """The title in the reader's language where the same address is used in several."""
    return titles.get(get_language() or "") or next(iter(titles.values()), "")
