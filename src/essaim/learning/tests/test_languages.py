"""A page read in another language than its own says which words are in which (WCAG 3.1.2)."""

from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from django.test import Client

from essaim.content.tests.factories import make_programme
from essaim.people.tests.factories import make_member

from .factories import block, lesson_of, make_lesson_page, make_sequence_page, quiz, text

pytestmark = pytest.mark.django_db


def languages(html: str) -> dict[str, str]:
    """The language of each piece of text, as a screen reader speaks it on an English page."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parse(html)

    def spoken(element: Any, language: str) -> Iterator[tuple[str, str]]:
        own = element.get("lang", language)
        yield (element.text or "").strip(), own
        for child in element:
            # Comments have no name.
            if isinstance(child.tag, str):
                yield from spoken(child, own)
            yield (child.tail or "").strip(), own

    return {words: language for words, language in spoken(tree, "en") if words}


@pytest.fixture
def english(client: Client) -> Client:
    client.force_login(make_member(language="en"))
    return client


def test_a_lessons_words_are_in_its_language_and_the_buttons_in_the_readers(english: Client) -> None:
    question, exercise = quiz("Que dire ?"), block("exercise", title="Un essai", text="<p>Essayez.</p>")
    asked = block("reflection", question="<p>Et vous ?</p>")
    page = make_lesson_page(title="Une leçon", summary="Son chapeau", body=[text("Bonjour."), question, exercise, asked])
    chosen = {"choice": question["value"]["choices"][1]["id"]}
    answered = f"/learning/answers/{lesson_of(page).pk}/{question['id']}/"
    alone = languages(english.post(answered, chosen, headers={"X-Fragment": "1"}).content.decode())
    whole = languages(english.get(f"/learning/lessons/{page.get_parent().slug}/{page.slug}/").content.decode())
    for words in ("Une leçon", "Son chapeau", "Bonjour.", "Un essai", "Essayez.", "Et vous\u202f?"):
        assert whole[words] == "fr", words
    assert whole["Finish the lesson"] == "en"
    for found in (alone, whole):
        assert found["Que dire\u202f?"] == found["Choix 1"] == found["Retour 1"] == found["Parce que."] == "fr"
        assert found["your choice, right"] == found["Answer again"] == "en"


def test_a_sequences_words_are_in_its_language(english: Client) -> None:
    sequence = make_sequence_page(title="Une suite", summary="Son résumé", body="<p>Présentation.</p>")
    make_lesson_page(sequence)
    found = languages(english.get(f"/learning/sequences/{sequence.slug}/").content.decode())
    assert found["Une suite"] == found["Son résumé"] == found["Présentation."] == "fr"
    assert found["Sequence"] == found["Start"] == "en"


def test_a_programmes_words_are_in_its_language(english: Client) -> None:
    make_programme(title="Ensemble", slug="ensemble", intention="<p>Apprendre.</p>", sponsor_words="<p>Je me tromperai.</p>")
    found = languages(english.get("/content/programmes/ensemble/").content.decode())
    assert found["Ensemble"] == found["Apprendre."] == found["Je me tromperai."] == "fr"
    assert found["The programme"] == found["The intention"] == "en"
