"""Statements that a connection knows: what comes back is what the driver alone would give."""

import datetime
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DataError, IntegrityError, ProgrammingError, connection, transaction
from django.db.backends.postgresql.base import ServerBindingCursor
from psycopg import adapt

from essaim.config.postgres.cursor import Cursor, _split
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db
MOMENT = datetime.datetime(2026, 11, 30, 8, 15, tzinfo=datetime.UTC)
VALUES: dict[str, Any] = {
    "one": 1, "large": 2**40, "text": "l’été, 100 %", "none": None, "list": [1, 2, 3], "words": ["a", "{,}"], "at": MOMENT, "yes": True,
    "real": 1.5,
}  # fmt: skip
STATEMENT = (
    "SELECT %(one)s + 0, %(large)s, %(text)s, %(none)s::text, %(list)s::bigint[], %(words)s::text[], %(at)s, %(yes)s, %(real)s, "
    "%(one)s, '%%', '{\"a\": [1]}'::jsonb, now() IS NOT NULL"
)


@pytest.fixture
def driver() -> Iterator[Any]:
    """The driver's own way, over a connection of Django's."""
    connection.ensure_connection()
    with ServerBindingCursor(connection.connection) as cursor:
        yield cursor


def known(sql: str, given: Any) -> Any:
    """The cursor of a statement that was asked so often that its connection keeps it."""
    with connection.cursor() as cursor:
        for _ in range(5):
            cursor.execute(sql, given)
    cursor = connection.cursor()
    cursor.execute(sql, given)
    return cursor


def test_rows_are_those_of_the_driver(driver: Any) -> None:
    driver.execute(STATEMENT, VALUES)
    expected = driver.fetchall()
    with known(STATEMENT, VALUES) as cursor:
        assert isinstance(cursor.cursor, Cursor)
        assert (cursor.rowcount, [column.name for column in cursor.description]) == (
            1,
            [one.name for one in driver.description],
        )
        assert cursor.fetchall() == expected
        assert cursor.fetchone() is None
    values = [[n, f"« {n} »"] for n in (1, 2**33, 3)]
    for given in values:
        with known("SELECT %s, %s FROM generate_series(1, 3)", given) as cursor:
            assert (cursor.fetchone(), cursor.fetchmany(1), list(cursor)) == (tuple(given), [tuple(given)], [tuple(given)])


def test_a_known_statement_is_sent_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    with known(STATEMENT, VALUES):
        pass
    with monkeypatch.context() as only_here, connection.cursor() as cursor:
        only_here.setattr(psycopg.Cursor, "_execute_gen", lambda *given, **named: pytest.fail("the driver's own way"))
        cursor.execute(STATEMENT, VALUES)
        assert cursor.fetchone()[2] == VALUES["text"]


def test_two_open_cursors_read_their_own_rows() -> None:
    first, second = known("SELECT %s, 'first'", [1]), known("SELECT %s, 2, 3.5", ["second"])
    assert first.fetchone() == (1, "first")
    assert [str(value) for value in second.fetchone()] == ["second", "2", "3.5"]
    first.close()
    with connection.cursor() as third:
        third.execute("SELECT %s, 'first'", [3])
        with pytest.raises(psycopg.InterfaceError, match="closed"):
            first.cursor.fetchone()
        assert third.fetchone() == (3, "first")
    second.close()


def test_what_a_closed_cursor_knew_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with known("SELECT %s", [1]) as cursor:
        handed = cursor.cursor._tx
    with monkeypatch.context() as only_here, connection.cursor() as cursor:
        only_here.setattr(adapt, "Transformer", lambda *given: pytest.fail("made anew"))
        cursor.execute("SELECT %s", [1])
        assert cursor.cursor._tx is handed


def test_what_is_wrong_is_said_as_django_says_it() -> None:
    division, member = "SELECT 1 / %s", make_member()
    with known(division, [1]) as cursor, pytest.raises(DataError), transaction.atomic():
        cursor.execute(division, [0])
    # The connection goes on, and the statement with it.
    with connection.cursor() as cursor:
        cursor.execute(division, [1])
        assert cursor.fetchone() == (1,)
        with pytest.raises(ProgrammingError):
            cursor.execute(division, [1, 2])
        with pytest.raises(ProgrammingError):
            known("SELECT %(one)s", {"two": 2})
    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create(email=member.email)
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(transaction.TransactionManagementError):
            connection.cursor().execute(division, [1])


@pytest.mark.django_db(transaction=True)
def test_a_transaction_begins_with_its_first_statement() -> None:
    update, member = "UPDATE people_member SET job_title = %s WHERE id = %s", make_member()
    with known(update, ["Agent", member.pk]) as cursor:
        assert (cursor.rowcount, cursor.statusmessage) == (1, "UPDATE 1")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(update, ["Personne", member.pk])
        assert Member.objects.get(pk=member.pk).job_title == "Personne"
        transaction.set_rollback(True)
    assert Member.objects.get(pk=member.pk).job_title == "Agent"


def test_what_was_read_before_is_gone_where_a_statement_is_refused(driver: Any) -> None:
    sql = "SELECT %s, 'refused'"
    with known(sql, [1]):
        pass
    with connection.cursor() as cursor:
        for refused in (cursor, driver):
            refused.execute(sql, [1])
            with pytest.raises((ProgrammingError, psycopg.ProgrammingError)):
                refused.execute(sql, [1, 2])
            with pytest.raises((ProgrammingError, psycopg.ProgrammingError)):
                refused.fetchone()


def test_statements_come_and_go() -> None:
    connection.ensure_connection()
    kept = connection.connection._prepared
    most, kept.prepared_max = kept.prepared_max, 5
    try:
        with connection.cursor() as cursor:
            for turn in range(6):
                for number in range(12):
                    cursor.execute(f"SELECT %s, {number}", (turn,))
                    assert cursor.fetchone() == (turn, number)
        assert len(kept._names) <= 6
    finally:
        kept.prepared_max = most


def test_one_cursor_does_one_thing_after_the_other() -> None:
    update, member = "UPDATE people_member SET job_title = %s WHERE id = %s", make_member()
    with known(update, ["Agent", member.pk]) as cursor:
        cursor.executemany(update, [("Cheffe", member.pk), ["Chef", member.pk]])
        assert cursor.rowcount == 2
        cursor.execute(update, ("Agente", member.pk))
        assert cursor.rowcount == 1
        cursor.execute("SELECT job_title FROM people_member WHERE id = %s AND job_title <> %s", [member.pk, "Chef"])
        assert cursor.fetchall() == [("Agente",)]
        cursor.execute("SELECT 1", [])
        assert cursor.fetchone() == (1,)
        with pytest.raises(TypeError):
            cursor.execute(update, iter(["Agente", member.pk]))


def test_what_is_long_with_its_values_is_not_kept() -> None:
    before = _split.cache_info().currsize
    with connection.cursor() as cursor:
        for count in range(60, 70):
            places = ", ".join(["%s"] * count)
            for _ in range(5):
                cursor.execute(f"SELECT count(*) FROM people_member WHERE id IN ({places})", list(range(count)))
    assert _split.cache_info().currsize == before


def test_statements_that_are_no_longer_kept_are_made_again() -> None:
    sql = "SELECT %s, 'kept'"
    with known(sql, [1]):
        connection.connection._prepared.clear()
    with connection.cursor() as cursor:
        for number in range(6):
            cursor.execute(sql, [number])
            assert cursor.fetchone() == (number, "kept")
