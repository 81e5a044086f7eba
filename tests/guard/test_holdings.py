"""Nothing that is held about a member is forgotten: neither shown to them, nor erased, nor in the record of processing."""

import pytest
from django.db import connection

from essaim.journal.events import event_types
from essaim.privacy import sweep
from essaim.privacy.holdings import all_holdings, free_texts, impersonal_tables

pytestmark = pytest.mark.django_db

_TABLES = """
SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1
"""
_TO_MEMBERS = """
SELECT DISTINCT conrelid::regclass::text FROM pg_constraint
WHERE contype = 'f' AND confrelid = 'people_member'::regclass ORDER BY 1
"""
# What a column of a person is called where there is no foreign key.
_NAMES = (
    "member_id",
    "user_id",
    "author_id",
    "actor_id",
    "owner_id",
    "email",
    "first_name",
    "last_name",
    "ip",
    "ip_address",
    "user_agent",
)


def _rows(sql: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return [row[0] for row in cursor.fetchall()]


def _held() -> set[str]:
    return {table for holding in all_holdings() for table in holding.tables}


def test_every_table_is_in_a_holding_or_said_to_be_impersonal() -> None:
    """A new table: add it to a Holding of its package (``holdings.py``), or say with ``impersonal`` why nobody is in it."""
    assert set(_rows(_TABLES)) - _held() - set(impersonal_tables) == set()


def test_no_table_is_declared_that_is_not_there_or_twice() -> None:
    declared = [table for holding in all_holdings() for table in holding.tables]
    assert sorted(declared) == sorted(set(declared))
    assert (set(declared) | set(impersonal_tables)) - set(_rows(_TABLES)) == set()
    assert set(declared) & set(impersonal_tables) == set()


def test_what_points_to_a_member_is_not_impersonal() -> None:
    columns = {column.table for column in sweep.columns(("int4", "int8", "text", "varchar", "inet")) if column.name in _NAMES}
    assert (set(_rows(_TO_MEMBERS)) | columns) & set(impersonal_tables) == set()


def test_free_texts_name_columns_that_are_there() -> None:
    known = {(column.table, column.name) for column in sweep.columns()}
    assert {(text.table, name) for _table, text in free_texts for name in text.columns} <= known


def test_events_say_which_of_their_fields_name_members() -> None:
    """``member_id``, ``inviter_id``, ``mentioned``…: a field that names somebody is in the event's ``members``."""
    telling = ("member", "inviter", "author", "manager", "user", "mentioned", "recipient")
    for name, cls in event_types:
        declared = {field if isinstance(field, str) else field[0] for field in cls.members}
        for field in cls.sample().payload():
            if field.startswith(telling) and (field.endswith(("_id", "_ids")) or field == "mentioned"):
                assert field in declared, f"{name}: {field}"


@pytest.mark.parametrize("holding", all_holdings(), ids=lambda holding: holding.name)
def test_a_holding_says_what_it_is_in_words(holding) -> None:
    for words in (holding.title, holding.what, holding.purpose, holding.keep, holding.forgetting):
        assert str(words).strip()
    # A period that the clock ends is one that something applies.
    assert bool(holding.keep.months or holding.keep.days) == bool(holding.expire)
