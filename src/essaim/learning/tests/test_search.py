"""A lesson that does not say the same to all: each finds, and sees a passage of, what they read themselves."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from essaim.kernel.clock import now
from essaim.learning.models import LessonText
from essaim.learning.search import LESSONS, SEQUENCES
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member
from essaim.search.actions.index import index_documents
from essaim.search.lookup import titled
from essaim.search.models import IndexedDocument, Term
from essaim.search.queries import search

from .factories import lesson_of, make_lesson_page, make_sequence_page, text

pytestmark = pytest.mark.django_db


def found(member: Member, query: str) -> list[tuple[str, str]]:
    """Titles and passages of the page of results, and whether a lock stands there."""
    client = Client()
    client.force_login(member)
    shown = client.get(reverse("search:search"), {"q": query}).content.decode()
    assert "Réservé à" not in shown
    lines = re.findall(r"<h3><a [^>]*>(.*?)</a></h3>\s*(?:<p>(.*?)</p>)?", shown, re.S)
    return [(title, html.unescape(re.sub(r"<[^>]+>", "", passage))) for title, passage in lines]


def seen(member: Member, query: str) -> list[str]:
    """Titles, in their alphabet."""
    reader = load_member(member.pk)
    assert reader is not None
    return sorted(result.title for result in search(reader, query).results)


@pytest.fixture
def people() -> dict[str, Member]:
    members = {name: make_member() for name in ("client", "rh", "both", "other")}
    make_audience("service-client", members["client"], members["both"])
    make_audience("rh", members["rh"], members["both"])
    return members


def adapted() -> None:
    client, hr = make_audience("service-client"), make_audience("rh")
    body = [
        text("Les mots communs à tous, dont celui-ci : navette."),
        text("Au guichet, on rappelle une cliente.", client),
        text("À l'embauche, on rappelle une candidate.", hr),
        text("À l'atelier, on rappelle un fournisseur.", "others"),
    ]
    index_documents(kind="lesson", ids=[lesson_of(make_lesson_page(title="Rappeler", body=body)).pk])


OWN = {"client": "guichet", "rh": "embauche", "both": "guichet", "other": "atelier"}


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("query", ["rappeler", "navette", "mots communs"])
def test_the_passage_is_of_what_one_reads(people: dict[str, Member], name: str, query: str) -> None:
    adapted()
    ((title, passage),) = found(people[name], query)
    assert title == "Rappeler"
    assert OWN[name] in passage
    assert not any(word in passage for word in set(OWN.values()) - {OWN[name]})


@pytest.mark.parametrize("name", OWN)
def test_one_finds_by_the_words_of_ones_own_lesson_alone(people: dict[str, Member], name: str) -> None:
    adapted()
    answered = {word for word in ("guichet", "embauche", "atelier") if found(people[name], word)}
    assert answered == {OWN[name]}


def test_a_variant_of_a_restricted_lesson_is_for_whom_the_lesson_is(people: dict[str, Member]) -> None:
    client, hr = make_audience("service-client"), make_audience("rh")
    sequence = make_sequence_page(restricted_to=[hr])
    page = make_lesson_page(sequence, body=[text("Guichet.", client), text("Embauche.", hr)])
    assert [document.restricted_to for document in LESSONS.load([lesson_of(page).pk])] == [[hr.pk], [hr.pk], [hr.pk]]


def test_a_lesson_that_says_the_same_to_all_is_one_document_and_a_changed_one_leaves_nothing(people: dict[str, Member]) -> None:
    adapted()
    assert IndexedDocument.objects.filter(kind="lesson").count() == 3
    lesson = lesson_of(make_lesson_page(body=[text("Pour tous.")]))
    index_documents(kind="lesson", ids=[lesson.pk])
    assert IndexedDocument.objects.filter(kind="lesson", object_id=lesson.pk).count() == 1


@pytest.mark.parametrize("query", ["rapeler", "Rapeler", "RAPELER"])
def test_a_corrected_word_is_found_in_ones_own_words_however_it_was_typed(people: dict[str, Member], query: str) -> None:
    adapted()
    for name, word in OWN.items():
        ((_title, passage),) = found(people[name], query)
        assert word in passage


def index_all() -> None:
    for source in (LESSONS, SEQUENCES):
        index_documents(kind=source.kind, ids=list(source.all_ids()))


def test_what_is_restricted_is_found_by_nobody_else_from_that_moment_on(people: dict[str, Member]) -> None:
    sequence = make_sequence_page(title="Canicule")
    page = make_lesson_page(sequence, title="Canicule au bureau", body=[text("Boire."), text("Suer.", make_audience("rh"))])
    index_all()
    sequence.refresh_from_db()
    sequence.restricted_to = [make_audience("service-client")]
    sequence.save_revision().publish()
    assert seen(people["other"], "canicule") == seen(people["rh"], "canicule") == []
    assert seen(people["client"], "canicule") == ["Canicule", "Canicule au bureau"]
    assert titled(load_member(people["other"].pk), "canic", language="fr") == []
    page.refresh_from_db()
    page.move(make_sequence_page(restricted_to=[make_audience("rh")]), pos="last-child")
    assert seen(people["client"], "canicule") == ["Canicule"]
    before = sorted(IndexedDocument.objects.values_list("kind", "object_id", "variant", "restricted_to"))
    index_all()
    after = sorted(IndexedDocument.objects.values_list("kind", "object_id", "variant", "restricted_to"))
    assert [row for row in after if row[:3] in {row[:3] for row in before}] == before


def test_what_is_withdrawn_is_found_by_nobody_from_that_moment_on(people: dict[str, Member]) -> None:
    sequence = make_sequence_page(title="Canicule")
    one, _other = (make_lesson_page(sequence, title=f"Canicule {n}") for n in "ab")
    index_all()
    one.unpublish()
    assert seen(people["other"], "canicule") == ["Canicule", "Canicule b"]
    # A restriction does not bring it back to those whom the others are for.
    sequence.refresh_from_db()
    sequence.restricted_to = [make_audience("rh")]
    sequence.save_revision().publish()
    assert seen(people["rh"], "canicule") == ["Canicule", "Canicule b"]
    sequence.unpublish()
    assert seen(people["rh"], "canicule") == []
    index_all()
    assert not IndexedDocument.objects.exists()
    # Its words are counted no more either.
    assert not Term.objects.exists()


def test_a_withdrawn_language_leaves_the_other(people: dict[str, Member]) -> None:
    sequence = make_sequence_page()
    page = make_lesson_page(sequence, title="Canicule")
    LessonText.objects.create(
        lesson=lesson_of(page), language="en", slug="heat", title="Canicule (heat)", body=[], published_at=now()
    )
    index_all()
    page.unpublish()
    assert seen(people["other"], "canicule") == ["Canicule (heat)"]


def test_blocks_are_set_apart() -> None:
    video = {"type": "video", "value": {"audience": "everyone", "title": "Ma vidéo", "link": "https://example.org/v", "file": None,
             "transcript": ""}, "id": "6c3f1f3e-53a5-4b58-9c2c-0a4c1a1b9d11"}  # fmt: skip
    page = make_lesson_page(body=[text("<h2>Un titre</h2>"), video, text("Ensuite,\nc'est tout.")])
    (document,) = LESSONS.load([lesson_of(page).pk])
    assert "Ma vidéoVoir" not in document.body
    assert "Un titre ·\nMa vidéo ·\n" in document.body
    assert "Ensuite, c’est tout." in document.body
