"""Words that are the same to a reader are the same term."""

import pytest

from essaim.search.analysis import analyse
from essaim.search.excerpts import excerpt
from essaim.search.query import parse
from essaim.search.vocabulary import distance, neighbours


def terms(text: str, language: str = "fr") -> set[str]:
    return set(analyse(text, language).positions)


@pytest.mark.parametrize(
    "words",
    [
        ("employé", "employée", "employés", "employes", "employees", "EMPLOYÉ"),
        ("événement", "évènement", "evenement", "évènements"),
        ("l'équipe", "l’équipe", "équipes", "d'équipe", "equipe"),
        ("œuvre", "oeuvre", "ŒUVRES"),
        ("recruter", "recruté", "recrutes"),
        ("répondre-t-il", "répondre", "répondre-nous"),
        ("e\u0301quipe", "équipe"),
    ],
)
def test_forms_of_one_word_meet(words: tuple[str, ...]) -> None:
    assert len({frozenset(terms(word)) for word in words}) == 1


def test_a_hyphened_word_is_its_parts_and_itself() -> None:
    assert terms("télé-travail") >= terms("télétravail") | terms("télé") | terms("travail")
    assert terms("rendez-vous") >= terms("rendezvous")


def test_stop_words_count_for_nothing_but_keep_their_place() -> None:
    found = analyse("la note de frais", "fr")
    assert found.length == 2
    assert [found.positions[term] for term in ("not", "frais")] == [[2], [4]]


def test_each_language_has_its_own_stems() -> None:
    assert terms("meetings", "en") == terms("meeting", "en")
    assert "the" not in terms("the meeting", "en")


def test_a_question_loses_its_question_words_unless_nothing_is_left() -> None:
    assert [word.text for word in parse("Comment répondre ?", "fr") if not word.guess] == ["répondre"]
    assert [word.text for word in parse("pourquoi", "fr")] == ["pourquoi"]
    assert [word.text for word in parse("qui que", "fr") if not word.guess] == ["qui", "que"]
    assert parse("?! …", "fr") == []


@pytest.mark.parametrize(
    ("a", "b", "edits"), [("mail", "mial", 1), ("equipe", "equipes", 1), ("abc", "xyz", 3), ("recrutemnt", "recrutement", 1)]
)
def test_distance_counts_edits(a: str, b: str, edits: int) -> None:
    assert distance(a, b) == edits
    assert (b in neighbours(a)) == (edits == 1)


def test_an_excerpt_shows_the_densest_passage_with_its_words_marked() -> None:
    body = " ".join(["mot"] * 100) + " la note de frais est ici, avec la note " + " ".join(["mot"] * 100)
    places = analyse(body, "fr").positions
    pieces = excerpt(body, [places["not"], places["frais"]])
    text = "".join(piece for piece, _hit in pieces)
    assert text.startswith("… ") and text.endswith(" …")
    assert [piece for piece, hit in pieces if hit] == ["note", "frais", "note"]
    assert "la note de frais est ici, avec" in text


def test_an_excerpt_parts_no_word_from_its_elision() -> None:
    body = "Pas de mot. " * 5 + "L'équipe qu'elle a " + "dit " * 30 + "l'essai."
    text = "".join(piece for piece, _hit in excerpt(body, [[23]]))
    assert text.startswith("… L'équipe") and text.endswith("dit …")
    whole = "Il l'a dit à l'équipe"
    assert excerpt(whole, [[]]) == [(whole, False)]


def test_an_excerpt_without_a_hit_is_the_beginning() -> None:
    assert excerpt("Un texte court.", [[]]) == [("Un texte court.", False)]
    assert excerpt("", [[]]) == []
