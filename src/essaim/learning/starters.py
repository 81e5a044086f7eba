"""The sequences that come with Essaim: what they are, and how far each has come here."""

import dataclasses
from functools import cache
from pathlib import Path

from django.conf import settings

from essaim.content.api import importing
from essaim.kernel.typography import set_text
from essaim.people.models import Audience

from .models import SequenceText, StarterImport

FOLDER: Path = settings.PROJECT / "starter"


@dataclasses.dataclass(frozen=True)
class Starter:
    """One of them, as its files say.

    Parameters:
        audiences: slugs of the audiences for which it was written.
        minutes: all its lessons together.
    """

    language: str
    slug: str
    folder: Path
    title: str
    summary: str
    lessons: int
    minutes: int
    themes: tuple[str, ...]
    audiences: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Row:
    """A starter and how it stands: ``""``, ``waiting``, ``there`` or ``failed`` (``problem`` says why)."""

    starter: Starter
    state: str
    problem: str
    audience_id: int | None


@cache
def starters() -> tuple[Starter, ...]:
    """All of them, by language and name."""
    return tuple(_read(path.parent) for path in sorted(FOLDER.glob("*/sequences/*/sequence.md")))


def _read(folder: Path) -> Starter:
    problems = importing.Problems(folder)
    head = importing.read(folder / "sequence.md", problems)
    lessons = [importing.read(path, problems) for path in sorted(folder.glob("*.md")) if path.name != "sequence.md"]
    problems.stop_if_any()
    assert head is not None
    minutes = sum(int(lesson.head.get("minutes", 5)) for lesson in lessons if lesson)
    language = str(head.head.get("language", settings.LANGUAGE_CODE))
    return Starter(
        language, folder.name, folder, set_text(head.text("title"), language), set_text(head.text("summary"), language),
        len(lessons), minutes, tuple(head.words("themes")), tuple(head.words("proposed_to")),
    )  # fmt: skip


def rows() -> list[Row]:
    """Every starter with its state, and the audience that fits it here, if there is one. Three queries."""
    there = set(SequenceText.objects.filter(sequence__live=True).order_by().values_list("language", "slug"))
    chosen = {(one.language, one.slug): one for one in StarterImport.objects.order_by("pk")}
    audiences = dict(Audience.objects.order_by().values_list("slug", "pk"))
    out = []
    for starter in starters():
        key = (starter.language, starter.slug)
        one = chosen.get(key)
        if key in there:
            state = "there"
        elif one and not one.done_at:
            state = "failed" if one.problem else "waiting"
        else:
            state = ""
        fitting = next((audiences[slug] for slug in starter.audiences if slug in audiences), None)
        out.append(Row(starter, state, one.problem if one else "", one.audience_id if one else fitting))
    return out
