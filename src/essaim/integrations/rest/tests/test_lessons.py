"""Sequences and lessons in the API: read in their order, answered and finished as on their pages."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from essaim.learning.models import Answer
from essaim.learning.tests.factories import lesson_of, make_lesson_page, make_sequence_page, quiz, sequence_of, text
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


def test_answers_of_a_quiz_show_after_answering_as_on_the_page(program: Callable[..., Any]) -> None:
    asked = quiz()
    lesson = lesson_of(make_lesson_page(body=[text("Lisez."), asked]))
    asking, other = program(make_member()), program(make_member())
    before = asking.get(f"/lessons/{lesson.pk}").json()
    part = before["parts"][1]
    assert [choice["right"] for choice in part["choices"]] == [None] * 3
    assert part["explanation"] is None and "Retour" not in str(before) and before["begun"] is False
    path = f"/lessons/{lesson.pk}/answers/{part['id']}"
    given = asking.send("PUT", path, {"choices": [part["choices"][0]["id"]]}).json()
    assert [choice["right"] for choice in given["choices"]] == [False, True, False]
    assert [choice["feedback"] for choice in given["choices"]] == ["Retour 0", None, None] and given["explanation"]
    assert asking.get(f"/lessons/{lesson.pk}").json()["parts"][1]["answer"] == {"choices": [part["choices"][0]["id"]]}
    assert other.get(f"/lessons/{lesson.pk}").json()["parts"][1]["answer"] is None
    assert asking.send("PUT", path, {"choices": ["nothing"]}).json()["code"] == "answer"
    assert asking.send("PUT", f"/lessons/{lesson.pk}/answers/{uuid.uuid4()}", {}).status_code == 404
    assert asking.send("DELETE", path).status_code == 204 and not Answer.objects.exists()


def test_each_reads_the_part_of_their_audience(program: Callable[..., Any]) -> None:
    member = make_member()
    audience = make_audience("a", member)
    lesson = lesson_of(make_lesson_page(body=[text("Pour vous.", audience), text("Pour les autres.", "others")]))
    mine = program(load_member(member.pk)).get(f"/lessons/{lesson.pk}").json()["parts"]
    others = program(make_member()).get(f"/lessons/{lesson.pk}").json()["parts"]
    assert "Pour vous" in mine[0]["html"] and mine[0]["adapted_to"] and len(mine) == 1
    assert "Pour les autres" in others[0]["html"]


def test_progress_is_noted_and_only_goes_forward(program: Callable[..., Any]) -> None:
    page = make_sequence_page()
    lesson = lesson_of(make_lesson_page(page))
    member = make_member()
    asking = program(member)
    path = f"/lessons/{lesson.pk}/progress"
    assert asking.send("PUT", path, {"state": "begun"}).json()["completed_at"] is None
    done = asking.send("PUT", path, {"state": "completed"}).json()
    assert done["completed_at"] and asking.send("PUT", path, {"state": "begun"}).json() == done
    (sequence,) = asking.everything("/sequences")
    assert (sequence["lessons"], sequence["done"]) == (1, 1)
    assert program(make_member("administrator")).everything("/sequences")[0]["done"] == 0


def test_lessons_come_in_reading_order(program: Callable[..., Any]) -> None:
    page = make_sequence_page()
    ids = [lesson_of(make_lesson_page(page)).pk for _ in range(3)]
    asking = program(make_member())
    assert [row["id"] for row in asking.everything(f"/lessons?sequence={sequence_of(page).pk}&limit=1")] == ids
    assert [row["id"] for row in asking.get(f"/sequences/{sequence_of(page).pk}").json()["lessons"]] == ids
    pages = [sequence_of(page).pk] + [sequence_of(make_sequence_page(parent=page.get_parent())).pk for _ in range(2)]
    assert [row["id"] for row in asking.everything("/sequences?limit=1")] == pages
