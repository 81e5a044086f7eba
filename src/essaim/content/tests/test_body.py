"""Adapted blocks: who reads what, for every combination of audiences."""

import itertools

import pytest

from essaim.content.body import compile_body, flat, for_reader, text_of
from essaim.learning.tests.factories import block, make_lesson_page, quiz, text
from essaim.people.tests.factories import make_audience

pytestmark = pytest.mark.django_db


def read(body: list, *audiences: int) -> str:
    parts = flat(for_reader(body, audiences))
    return "".join(part.get("html", part["type"]).replace("<p>", "").replace("</p>", "").replace("\n", "") for part in parts)


@pytest.fixture
def audiences():
    return make_audience("service-client"), make_audience("rh"), make_audience("lyon")


def compiled(blocks: list) -> list:
    return compile_body(make_lesson_page(body=blocks).body, "fr")


def test_each_combination_of_audiences_reads_the_first_that_fits_else_the_others(audiences) -> None:
    a, b, c = audiences
    body = compiled([text("0"), text("A", a), text("B", b), text("O", "others"), text("9")])
    for size in range(4):
        for mine in itertools.combinations([a.pk, b.pk, c.pk], size):
            expected = "A" if a.pk in mine else "B" if b.pk in mine else "O"
            assert read(body, *mine) == f"0{expected}9", mine


def test_without_others_the_rest_read_nothing_there(audiences) -> None:
    a, _b, _c = audiences
    body = compiled([text("0"), text("A", a), text("9")])
    assert (read(body, a.pk), read(body)) == ("0A9", "09")


def test_several_blocks_of_one_audience_stay_together(audiences) -> None:
    a, b, _c = audiences
    body = compiled([text("A1", a), text("B1", b), text("A2", a), text("O1", "others"), text("O2", "others")])
    assert (read(body, a.pk), read(body, b.pk), read(body)) == ("A1A2", "B1", "O1O2")


def test_what_follows_the_others_is_another_row(audiences) -> None:
    a, b, _c = audiences
    body = compiled([text("A", a), text("O", "others"), text("B", b), text("P", "others")])
    assert (read(body, a.pk), read(body, b.pk), read(body, a.pk, b.pk), read(body)) == ("AP", "OB", "AB", "OP")


def test_two_rows_apart_do_not_know_each_other(audiences) -> None:
    a, b, _c = audiences
    body = compiled([text("A", a), text("-"), text("B", b)])
    assert read(body, a.pk, b.pk) == "A-B"


def test_activities_are_adapted_too(audiences) -> None:
    a, _b, _c = audiences
    body = compiled([quiz(audience=str(a.pk)), block("reflection", "others", question="<p>Et vous ?</p>")])
    assert (read(body, a.pk), read(body)) == ("quiz", "reflection")


def test_the_reader_is_told_for_whom_it_was_written(audiences) -> None:
    a, _b, _c = audiences
    way = for_reader(compiled([text("A", a), text("O", "others")]), [a.pk])[0]
    assert way["name"] == a.name
    assert for_reader(compiled([text("A", a), text("O", "others")]), [])[0]["name"] == ""


def test_a_deleted_audience_leaves_the_others(audiences) -> None:
    a, _b, _c = audiences
    blocks = [text("A", a), text("O", "others")]
    page = make_lesson_page(body=blocks)
    a.delete()
    assert read(compile_body(page.body, "fr")) == "O"


def test_search_reads_every_variant(audiences) -> None:
    a, _b, _c = audiences
    assert "secret" in text_of(compiled([text("secret", a), text("O", "others")]))


def test_a_passage_goes_from_heading_to_heading_and_has_the_id_of_its_first_block() -> None:
    one, two, three = text("Un."), text("Deux."), block("text", text="<h2>Ensuite</h2><p>Trois.</p>")
    body = compiled([one, two, three, quiz()])
    assert [(part["type"], part["id"]) for part in body[:2]] == [("html", one["id"]), ("html", three["id"])]
    assert "Un." in body[0]["html"] and "Deux." in body[0]["html"]
