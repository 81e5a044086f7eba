"""An event and its jobs live and die with the act."""

import dataclasses
import json
from typing import Any

import pytest
from django.db import connection, transaction

from essaim.journal import api as journal
from essaim.journal.consumers import Consumer, consumers
from essaim.journal.models import Entry
from essaim.journal.tasks import consume

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event_class():
    from essaim.journal.events import event_types

    @journal.event("journal.tested", subject="test")
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Tested(journal.Event):
        words: str = ""

    seen = []
    consumers.add(
        "journal.test",
        Consumer("journal.test", lambda entry_id, event: seen.append((entry_id, event)), frozenset({"journal.tested"})),
    )
    Tested.seen = seen
    yield Tested
    del event_types._items["journal.tested"], consumers._items["journal.test"]


def _jobs() -> list[dict]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'journal.consume' ORDER BY id")
        return [json.loads(row[0]) for row in cursor.fetchall()]


def test_an_event_needs_the_transaction_of_its_act(event_class) -> None:
    with pytest.raises(transaction.TransactionManagementError):
        journal.record(event_class(actor_id=1, subject_id=2))


def test_a_failed_act_leaves_neither_event_nor_job(event_class) -> None:
    before = len(_jobs())

    class Stop(Exception):
        pass

    @transaction.atomic
    def act() -> None:
        journal.record(event_class(actor_id=1, subject_id=2))
        raise Stop

    with pytest.raises(Stop):
        act()
    assert not Entry.objects.exists()
    assert len(_jobs()) == before


def test_its_consumers_get_it_back_as_it_was(event_class) -> None:
    with transaction.atomic():
        entry_id = journal.record(event_class(actor_id=1, subject_id=2, words="é"))
    assert _jobs()[-1] == {"entry_id": entry_id, "names": ["journal.test"]}
    consume(**_jobs()[-1])
    # Jobs that were queued by versions before, and consumers that are no more.
    consume(entry_id=entry_id, consumer="journal.test")
    consume(entry_id=entry_id, names=["journal.gone"])
    consume(entry_id=entry_id + 1, names=["journal.test"])
    assert event_class.seen == [(entry_id, event_class(actor_id=1, subject_id=2, words="é"))] * 2


def test_one_job_goes_to_all_consumers_and_fails_with_the_first(event_class) -> None:
    def fail(entry_id: int, event: Any) -> None:
        Entry.objects.filter(pk=entry_id).update(payload={})
        raise ZeroDivisionError

    late = Consumer(
        "journal.late", lambda entry_id, event: event_class.seen.append("late"), frozenset({"journal.tested"}), late=True
    )
    consumers.add("journal.late", late)
    for name in ("journal.fails", "journal.fails-too"):
        consumers.add(name, Consumer(name, fail, frozenset({"journal.tested"})))
    try:
        with transaction.atomic():
            entry_id = journal.record(event_class(actor_id=1, subject_id=2, words="é"))
        assert _jobs()[-1]["names"] == ["journal.test", "journal.fails", "journal.fails-too", "journal.late"]
        with pytest.raises(ZeroDivisionError):
            consume(**_jobs()[-1])
    finally:
        for name in ("journal.fails", "journal.fails-too", "journal.late"):
            del consumers._items[name]
    assert event_class.seen[1:] == ["late"]
    # What the one that failed wrote is taken back.
    assert Entry.objects.get(pk=entry_id).payload == {"words": "é"}


def test_many_events_are_written_with_their_jobs_or_not_at_all(event_class) -> None:
    events = [event_class(actor_id=None, subject_id=n, words=str(n)) for n in range(1500)]
    with pytest.raises(transaction.TransactionManagementError):
        journal.record_many(events)
    with transaction.atomic():
        assert journal.record_many(iter(events)) == 1500
    entries = list(Entry.objects.order_by("pk"))
    assert [(entry.subject_id, entry.payload) for entry in entries] == [(n, {"words": str(n)}) for n in range(1500)]
    # Jobs of other tests may be there: procrastinate's tables are not flushed.
    assert [job["entry_id"] for job in _jobs()][-1500:] == [entry.pk for entry in entries]
