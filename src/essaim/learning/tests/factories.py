"""Sequences and lessons for tests, made and published as facilitators do, read and answered as members do:
``from essaim.learning.tests.factories import …``."""

import itertools
import json
import uuid
from typing import Any

from django.test import Client

from essaim.content.tests.factories import make_programme, published
from essaim.learning.models import Lesson, LessonPage, Sequence, SequencePage
from essaim.people.models import Audience

_numbers = itertools.count(1)


def make_sequence_page(*, parent: Any = None, **fields: Any) -> SequencePage:
    parent = parent or make_programme()
    parent.refresh_from_db()
    n = next(_numbers)
    many = {name: fields.pop(name, []) for name in ("themes", "proposed_to", "restricted_to")}
    page = SequencePage(
        **({"title": f"Séquence {n}", "slug": f"sequence-{n}", "summary": "Un résumé.", "locale": parent.locale} | fields)
    )
    for name, value in many.items():
        setattr(page, name, value)
    parent.add_child(instance=page)
    return published(page)


def make_lesson_page(
    parent: SequencePage | None = None, *, body: list[dict[str, Any]] | None = None, **fields: Any
) -> LessonPage:
    parent = parent or make_sequence_page()
    parent.refresh_from_db()
    n = next(_numbers)
    page = LessonPage(
        **({"title": f"Leçon {n}", "slug": f"lecon-{n}", "summary": "Un chapeau.", "locale": parent.locale} | fields)
    )
    page.body = json.dumps([text("Bonjour.")] if body is None else body)
    parent.add_child(instance=page)
    return published(page)


def sequence_of(page: SequencePage) -> Sequence:
    return Sequence.objects.get(translation_key=page.translation_key)


def lesson_of(page: LessonPage) -> Lesson:
    return Lesson.objects.get(translation_key=page.translation_key)


def block(type: str, audience: Audience | str = "everyone", id: str = "", **value: Any) -> dict[str, Any]:
    """A block of a lesson; ``audience`` is one, ``others`` or ``everyone``."""
    chosen = audience if isinstance(audience, str) else str(audience.pk)
    return {"type": type, "value": {"audience": chosen, **value}, "id": id or str(uuid.uuid4())}


def text(words: str, audience: Audience | str = "everyone") -> dict[str, Any]:
    return block("text", audience, text=f"<p>{words}</p>")


def quiz(
    question: str = "Que faites-vous ?", *, multiple: bool = False, right: tuple[int, ...] = (1,), **more: Any
) -> dict[str, Any]:
    """A quiz of three choices, ``right`` by number from 0."""
    choices = [
        {
            "type": "item",
            "id": str(uuid.uuid4()),
            "value": {"text": f"Choix {n}", "right": n in right, "feedback": f"Retour {n}"},
        }
        for n in range(3)
    ]
    value = {"question": f"<p>{question}</p>", "multiple": multiple, "choices": choices, "explanation": "<p>Parce que.</p>"}
    return block("quiz", **(value | more))


def choice(block: dict[str, Any], number: int) -> str:
    return block["value"]["choices"][number]["id"]


def address(page: Any) -> str:
    return f"/learning/lessons/{page.get_parent().slug}/{page.slug}/"


def html(client: Client, page: Any) -> str:
    return client.get(address(page)).content.decode()


def answer(client: Client, page: Any, block: dict[str, Any], **data: Any) -> Any:
    headers = data.pop("headers", None)
    return client.post(f"/learning/answers/{lesson_of(page).pk}/{block['id']}/", data, headers=headers)
