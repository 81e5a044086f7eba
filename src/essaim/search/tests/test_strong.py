"""What documents are about is looked for before what they say in passing."""

from importlib import import_module

import pytest
from django.db import connection

from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.search import queries
from essaim.search.queries import PLENTY, search
from essaim.search.ranking import is_strong

from .factories import Library

pytestmark = pytest.mark.django_db


def shelve(shelf: Library, first: int, count: int, title: str, body: str) -> list[int]:
    ids = list(range(first, first + count))
    for id in ids:
        shelf.add(title.format(id), body, id=id)
    return ids


def found(member: Member, query: str) -> set[int]:
    return {r.object_id for page in range(1, 7) for r in search(member, query, page=page).results}


def test_a_word_is_strong_where_it_stands_often_for_the_length() -> None:
    assert not is_strong(1, 1)
    assert is_strong(3, 1)
    assert is_strong(1, 0.2)
    assert not is_strong(3, 6)


def test_those_about_every_word_come_without_those_in_passing(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    # As where the words are common; of rare ones all that have them are looked at.
    monkeypatch.setattr(queries, "RARE", 0)
    member = make_member()
    about = shelve(shelf, 1, PLENTY, "Tableur et budget {}", "Comment nous faisons.")
    passing = shelve(
        shelf, 1001, 5, "Divers {}", "Un jour, le tableur. " + "Autre chose encore arriva ici. " * 30 + "Le budget."
    )
    assert found(member, "tableur budget") == set(about)
    del shelf.documents[about[0]]
    shelf.index([about[0]])
    # One less is not plenty: now those in passing are there too.
    assert found(member, "tableur budget") == {*about[1:], *passing}


def test_a_document_that_is_very_long_comes_where_there_is_room(shelf: Library) -> None:
    member = make_member()
    shelve(shelf, 1, 3, "Tableur et budget {}", "Comment nous faisons.")
    (long,) = shelve(shelf, 1001, 1, "Tableur, budget {}", "Tableur. Budget. Encore des mots sur tout. " * 400)
    assert found(member, "tableur budget") == {1, 2, 3, long}


def test_longer_texts_are_found_by_what_they_are_about(shelf: Library) -> None:
    """The oldest of many lessons, each far longer than the mean of what lies about, is the one that says most."""
    member = make_member()
    (best,) = shelve(
        shelf, 1, 1, "Le budget {}", "Le budget, encore le budget. " + "Et quelques autres mots pour le dire. " * 60
    )
    shelve(shelf, 2, 60, "Divers {}", "Un mot du budget. " + "Et quelques autres mots pour le dire. " * 60)
    shelve(shelf, 1001, 400, "Quelqu'un {}", "Bonjour.")
    assert search(member, "budget").results[0].object_id == best


def test_a_word_that_is_rare_weighs_more_than_one_that_is_not(shelf: Library) -> None:
    member = make_member()
    shelve(shelf, 1001, 300, "Note de budget {}", "Comme chaque mois.")
    (best,) = shelve(shelf, 1, 1, "Divers {}", "Le zéphyr, ce zéphyr. Zéphyr encore, zéphyr toujours. Et un budget.")
    shelve(shelf, 2, 50, "Un budget {}", "Le vent du matin, un zéphyr, passa sur tout le pays et sur ses villes.")
    assert search(member, "budget zéphyr").results[0].object_id == best


def test_the_migration_marks_what_writing_marks(shelf: Library) -> None:
    shelve(shelf, 1, 3, "Une annonce {}", "Les mots du recrutement, recrutement encore, et le reste.")
    shelve(shelf, 11, 3, "Autre {}", "Beaucoup de phrases pour ne rien dire du tout, ou presque. " * 4)
    # Once more, now that the mean length is known.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_document SET meta = '{\"old\": 1}'")
        shelf.index([1, 2, 3, 11, 12, 13])
        cursor.execute("SELECT object_id, tsv::text FROM search_document ORDER BY 1")
        written = cursor.fetchall()
        assert "'=recrut'" in written[0][1] and "'=rest'" not in written[0][1]
        cursor.execute(
            "UPDATE search_document d SET tsv = (SELECT ts_delete(tsv, array_agg(lexeme)) FROM unnest(tsv) WHERE left(lexeme, 1) = '=')"
        )
        cursor.execute(import_module("essaim.search.migrations.0003_strong_terms").MARK)
        cursor.execute("SELECT object_id, tsv::text FROM search_document ORDER BY 1")
        assert cursor.fetchall() == written
