"""What our own connections do otherwise than Django's."""

import copy
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import connection
from psycopg import _queries

from essaim.config.embedded.memory import available, memory_settings
from essaim.config.postgres.base import DatabaseWrapper
from essaim.people.models import Member
from essaim.people.tests.factories import make_member


@pytest.mark.django_db
def test_a_moment_is_in_utc_to_the_microsecond() -> None:
    for text in ("2026-11-30 00:12:13.000045+00", "2026-07-01 14:00:00+02", "1969-12-31 23:59:59.999999+00"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::timestamptz, NULL::timestamptz", [text])
            moment, nothing = cursor.fetchone()
        assert (moment, moment.utcoffset().total_seconds(), nothing) == (datetime.fromisoformat(text), 0, None)
        assert moment.isoformat() == datetime.fromisoformat(text).astimezone(UTC).isoformat()


@pytest.mark.django_db
def test_small_and_large_numbers_are_one_statement() -> None:
    connection.ensure_connection()
    seen = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%%/* of numbers */%%' AND statement NOT LIKE '%%pg_prepared%%'"
    with connection.cursor() as cursor:
        for number in (3, 3, 3, 3, 40_000, 2_000_000_000, 40_000, 3):
            cursor.execute("SELECT %s + 0 /* of numbers */", [number])
            assert cursor.fetchone() == (number,)
        cursor.execute(seen)
        assert cursor.fetchone() == (1,)
        for number in (-(2**31), 2**31, -(2**63), 2**63 - 1, 10**30):
            cursor.execute("SELECT %s", [number])
            assert cursor.fetchone() == (number,)
        for numbers in ([1, 40_000, 2**40, -1], [-(2**31), 7, 2**31 - 1], [], [5, None]):
            cursor.execute("SELECT %s::bigint[]", [numbers])
            assert cursor.fetchone() == (numbers,)
        cursor.execute("SELECT %s::text[], %s::boolean[], pg_typeof(%s)::text", [["a", "{,}"], [True, False], [1, 2]])
        assert cursor.fetchone() == (["a", "{,}"], [True, False], "integer[]")


@pytest.mark.django_db
def test_a_long_statement_is_split_once() -> None:
    sql = f"SELECT %s::int {'+ 0' * 3000}"
    with connection.cursor() as cursor:
        for number in (1, 2):
            found = _queries._query2pg.cache_info().hits  # type: ignore[attr-defined]
            cursor.execute(sql, [number])
            assert cursor.fetchone() == (number,)
    assert _queries._query2pg.cache_info().hits == found + 1  # type: ignore[attr-defined]


def test_the_connection_that_came_back_last_is_taken_first(django_db_setup: None) -> None:
    own = copy.deepcopy(connection.settings_dict)
    own["OPTIONS"]["pool"] = {"min_size": 3, "max_size": 3, "timeout": 10}
    wrapper = DatabaseWrapper(own, alias="stacked")
    try:
        wrapper.pool.open(wait=True)
        first, second, third = (wrapper.pool.getconn() for _ in range(3))
        for one in (second, third, first):
            wrapper.pool.putconn(one)
        for _ in range(3):
            again = wrapper.pool.getconn()
            assert again is first
            wrapper.pool.putconn(again)
        assert [wrapper.pool.getconn() for _ in range(3)] == [first, third, second]
    finally:
        wrapper.close_pool()


@pytest.mark.django_db(transaction=True)
def test_thousands_of_rows_come_in_pieces() -> None:
    for _ in range(5):
        make_member()
    assert [member.pk for member in Member.objects.order_by("pk").iterator(chunk_size=2)] == list(
        Member.objects.order_by("pk").values_list("pk", flat=True)
    )


def test_the_embedded_server_takes_a_quarter_of_what_there_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    group = tmp_path / "memory.max"
    group.write_text("max\n")
    machine = available(group)
    assert machine == available(tmp_path / "none") > 2**28
    group.write_text(f"{2**30}\n")
    assert available(group) == min(2**30, machine)
    for mebibytes, own in ((512, 128), (2048, 512), (64 * 1024, 4096)):
        monkeypatch.setattr("essaim.config.embedded.memory.available", lambda total=mebibytes * 2**20: total)
        assert memory_settings()["shared_buffers"] == f"{own}MB"
