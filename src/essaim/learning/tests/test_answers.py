"""Answers to a lesson's activities: given without a script, shown with their feedback, kept, and nobody else's business."""

import json
import re
import uuid

import pytest
from django.test import Client

from essaim.journal.models import Entry
from essaim.learning.models import Answer
from essaim.people.tests.factories import make_audience, make_member

from .factories import address, answer, block, choice, html, make_lesson_page, quiz, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("number", "words", "missing"),
    [
        (0, ["Retour 0", "votre choix, à revoir", "la réponse juste"], ["Retour 1"]),
        (1, ["Retour 1", "votre choix, juste"], ["Retour 0"]),
    ],
)
def test_an_answer_gets_its_feedback_and_the_explanation(
    reader: Client, number: int, words: list[str], missing: list[str]
) -> None:
    question = quiz()
    page = make_lesson_page(body=[question])
    assert "Parce que." not in html(reader, page)
    response = answer(reader, page, question, choice=choice(question, number))
    assert response["Location"] == f"{address(page)}#a-{question['id']}"
    shown = html(reader, page)
    assert all(word in shown for word in [*words, "Parce que."])
    assert not any(word in shown for word in missing)


def test_several_choices_are_kept_together(reader: Client) -> None:
    question = quiz(multiple=True, right=(0, 2))
    page = make_lesson_page(body=[question])
    answer(reader, page, question, choice=[choice(question, 0), choice(question, 1)])
    assert sorted(Answer.objects.get().payload["choices"]) == sorted([choice(question, 0), choice(question, 1)])
    shown = html(reader, page)
    assert "votre choix, juste" in shown and "à retenir aussi" in shown
    # Whoever missed a right answer reads why it is one, too.
    assert "Retour 2" in shown


def test_answering_again_replaces_and_twice_the_same_changes_nothing(reader: Client) -> None:
    question = quiz()
    page = make_lesson_page(body=[question])
    for number in (0, 1, 1):
        answer(reader, page, question, choice=choice(question, number))
    assert Answer.objects.get().payload == {"choices": [choice(question, 1)]}


def test_an_empty_or_foreign_choice_comes_back_in_the_form(reader: Client) -> None:
    question = quiz()
    page = make_lesson_page(body=[question])
    for data in ({}, {"choice": "x"}, {"choice": str(uuid.uuid4())}):
        response = answer(reader, page, question, **data)
        assert response.status_code == 422
        shown = response.content.decode()
        # What is wrong is said where the field says it is.
        described = re.search(r'aria-describedby="(e-[^"]+)"', shown)
        assert described and f'<p class="error" id="{described[1]}"' in shown
    assert not Answer.objects.exists()


def test_a_script_gets_the_activity_alone(reader: Client) -> None:
    question = quiz()
    page = make_lesson_page(body=[text("Le texte."), question])
    response = answer(reader, page, question, choice=choice(question, 1), headers={"x-fragment": "1"})
    shown = response.content.decode()
    assert "Retour 1" in shown and "Le texte." not in shown and "<html" not in shown
    wrong = answer(reader, page, question, headers={"x-fragment": "1"})
    assert wrong.status_code == 422 and "<html" not in wrong.content.decode()


def test_a_reflection_is_kept_and_taken_back(reader: Client) -> None:
    ask = block("reflection", question="<p>Et vous ?</p>")
    page = make_lesson_page(body=[ask])
    answer(reader, page, ask, text="<script>à moi</script>")
    shown = html(reader, page)
    assert "&lt;script&gt;à moi" in shown and "<script>à moi" not in shown
    too_long = answer(reader, page, ask, text="é" * 10_001)
    assert too_long.status_code == 422 and "é" * 10_001 in too_long.content.decode()
    assert Answer.objects.get().payload == {"text": "<script>à moi</script>"}
    answer(reader, page, ask, text="  ")
    assert not Answer.objects.exists()


def test_an_exercise_is_planned_then_done(reader: Client) -> None:
    exercise = block("exercise", title="Essayer", text="<p>Faites.</p>")
    page = make_lesson_page(body=[exercise])
    answer(reader, page, exercise, state="planned")
    assert "vous le ferez" in html(reader, page)
    answer(reader, page, exercise, state="done")
    assert Answer.objects.get().payload == {"state": "done"}
    assert answer(reader, page, exercise, state="other").status_code == 422


def test_what_one_answers_is_invisible_to_all_others(reader: Client) -> None:
    question, ask = quiz(), block("reflection", question="<p>Et vous ?</p>")
    page = make_lesson_page(body=[question, ask])
    answer(reader, page, question, choice=choice(question, 1))
    answer(reader, page, ask, text="Mon secret")
    for roles in ([], ["facilitator"], ["administrator"], ["sponsor"]):
        other = Client()
        other.force_login(make_member(*roles))
        shown = html(other, page)
        assert "Mon secret" not in shown and "Retour 1" not in shown
    assert "Mon secret" not in json.dumps(list(Entry.objects.values_list("payload", flat=True)))


def test_an_activity_of_another_audience_does_not_exist(reader: Client) -> None:
    theirs = quiz(audience=str(make_audience("rh").pk))
    page = make_lesson_page(body=[theirs, text("Autres.", "others")])
    assert answer(reader, page, theirs, choice=choice(theirs, 1)).status_code == 404
    assert answer(reader, page, {"id": uuid.uuid4()}, choice="x").status_code == 404


def test_publishing_again_keeps_answers_where_the_question_stayed(reader: Client) -> None:
    question = quiz()
    page = make_lesson_page(body=[question])
    answer(reader, page, question, choice=choice(question, 1))
    question["value"]["question"] = "<p>Reformulée ?</p>"
    page.body = json.dumps([text("Un mot de plus."), question])
    page.save_revision().publish()
    shown = html(reader, page)
    assert "Reformulée" in shown and "Retour 1" in shown


def test_an_answer_to_a_choice_that_is_gone_is_an_answer_no_more(reader: Client) -> None:
    question = quiz()
    page = make_lesson_page(body=[question])
    answer(reader, page, question, choice=choice(question, 1))
    question["value"]["choices"][1]["id"] = str(uuid.uuid4())
    page.body = json.dumps([question])
    page.save_revision().publish()
    assert "Parce que." not in html(reader, page)
