"""Rows of the index: many for one thing, and long ones."""

from importlib import import_module

import pytest
from django.db import connection

from essaim.people.tests.factories import make_member
from essaim.search.queries import search

from .factories import KIND, Library

pytestmark = pytest.mark.django_db
_ROW = import_module("essaim.search.migrations.0004_in_the_row")
_BESIDE = """
SELECT count(*) FROM search_document
WHERE kind = %s AND (pg_column_toast_chunk_id(restricted_to) IS NOT NULL OR pg_column_toast_chunk_id(meta) IS NOT NULL)
"""


def test_things_in_two_languages_are_all_on_some_page(shelf: Library) -> None:
    for number in range(60):
        id = shelf.add(f"Tiroir {number}", "Du bois.")
        shelf.add(f"Drawer {number}", "Bois.", id=id, language="en")
    member = make_member()
    pages = [search(member, "bois", page=page) for page in range(1, 8)]
    assert [len(answer.results) for answer in pages] == [10] * 6 + [0]
    assert [answer.more for answer in pages] == [True] * 5 + [False] * 2
    assert len({result.object_id for answer in pages for result in answer.results}) == 60


def _beside() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_BESIDE, [KIND])
        return int(cursor.fetchone()[0])


def test_who_may_read_a_long_row_stands_in_it(shelf: Library) -> None:
    if connection.pg_version < 170000:
        pytest.skip("an older PostgreSQL does not say where a value lies")
    text = " ".join(f"mot{number} autre{number}" for number in range(120))
    shelf.add("Un long texte", text, meta={"kind": "question", "replies": 12, "said": "une fois, puis une autre"})
    assert _beside() == 0
    # As it was before the migration, which moves it in.
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE search_document ALTER restricted_to SET STORAGE EXTENDED, ALTER meta SET STORAGE EXTENDED")
        cursor.execute(_ROW.WRITTEN_ANEW)
        assert _beside() == 1
        cursor.execute(_ROW.IN_THE_ROW)
        assert _beside() == 1
        cursor.execute(_ROW.WRITTEN_ANEW)
        assert _beside() == 0
