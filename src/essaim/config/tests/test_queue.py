"""What a job queues is there when its transaction is, and not before; on real connections of a worker."""

import asyncio
from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

NAME = "config.tests.queue"
seen: list[int] = []


def waiting() -> int:
    """How many jobs of these tests another connection sees."""
    given = {
        key: value for key, value in connection.get_connection_params().items() if key in ("dbname", "host", "port", "user")
    }
    with psycopg.connect(**given) as other:
        row = other.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [f"{NAME}.inner"]).fetchone()
    return row[0] if row else 0


@app.task(name=f"{NAME}.inner", queue="tests")
def inner(n: int) -> None:
    seen.append(n)


@app.task(name=f"{NAME}.outer", queue="tests")
def outer(fails: bool) -> None:
    with transaction.atomic():
        inner.defer(n=waiting())
        inner.batch_defer({"n": waiting()})
        if fails:
            raise RuntimeError("taken back")


@pytest.fixture
def queue(transactional_db: None) -> Iterator[None]:
    seen.clear()
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'tests'")


def work() -> None:
    """A worker, until nothing is left to do."""

    async def run() -> None:
        async with app.open_async():
            await app.run_worker_async(
                queues=["tests"], wait=False, concurrency=2, install_signal_handlers=False, listen_notify=False
            )

    with app.replace_connector(app.connector.get_worker_connector()):  # type: ignore[attr-defined]
        asyncio.run(run())


def test_what_a_job_queues_comes_with_its_transaction(queue: None) -> None:
    outer.defer(fails=False)
    work()
    work()
    assert seen == [0, 0], "nobody else saw them while the transaction was open, and both were done after it"


def test_what_a_job_queued_goes_with_its_transaction(queue: None) -> None:
    outer.defer(fails=True)
    work()
    assert (seen, waiting()) == ([], 0)
