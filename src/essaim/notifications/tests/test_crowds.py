"""A crowd is told batch by batch by the worker: quickly, once, and no further than it is still true."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from essaim.notifications.actions import crowd as actions
from essaim.notifications.actions.crowd import tell_batch, tell_crowd
from essaim.notifications.crowds import Crowd, crowds
from essaim.notifications.models import Mail, MailState, Notification
from essaim.notifications.telling import Telling
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import STRONG, WEAK, Clock, run_jobs, tell

pytestmark = pytest.mark.django_db


def followers(entry_id: int, subject_id: int) -> Crowd:
    """Everybody follows everything."""
    telling = Telling(
        kind=WEAK, entry_id=entry_id, title="Léa répond", url=f"/test/{entry_id}/", topic=f"thread:{subject_id}",
        gathered=lambda several: f"{several.events} réponses",
    )  # fmt: skip
    ids = Member.objects.order_by("pk").values_list("pk", flat=True)
    return Crowd(telling, lambda after, limit: list(ids.filter(pk__gt=after)[:limit]))


@pytest.fixture(autouse=True)
def _crowd() -> Iterator[None]:
    crowds.add("test.followers", followers)
    yield
    del crowds._items["test.followers"]


def make_people(number: int) -> None:
    Member.objects.bulk_create(
        Member(email=f"p{n}@brindel.example", first_name="P", last_name=str(n), language="fr") for n in range(number)
    )


def test_everybody_hears_once_whatever_the_batches(now: Clock, monkeypatch: pytest.MonkeyPatch, mailoutbox: list) -> None:
    monkeypatch.setattr(actions, "BATCH", 3)
    make_people(8)
    for _ in range(2):
        tell_crowd(crowd="test.followers", entry_id=1, subject_id=1)
        run_jobs("notifications.tell-batch")
    assert Notification.objects.count() == 8
    tell_crowd(crowd="test.followers", entry_id=2, subject_id=1)
    run_jobs()
    assert set(Notification.objects.values_list("title", flat=True).order_by()) == {"2 réponses"}
    assert len(mailoutbox) == 8


def test_who_is_named_hears_it_as_that_whoever_is_first(now: Clock) -> None:
    reader = make_member()
    tell(reader, entry_id=1, kind=STRONG, topic="thread:1")
    tell_batch(crowd="test.followers", entry_id=1, subject_id=1, after=0)
    assert [one.kind for one in Notification.objects.all()] == [STRONG]


def test_what_is_taken_back_is_told_no_further(now: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "BATCH", 2)
    make_people(5)
    tell_batch(crowd="test.followers", entry_id=1, subject_id=1, after=0)
    monkeypatch.setitem(crowds._items, "test.followers", lambda entry_id, subject_id: None)
    run_jobs("notifications.tell-batch")
    assert Notification.objects.count() == 2
    assert tell_batch(crowd="gone.with-its-package", entry_id=1, subject_id=1, after=0) == 0


@pytest.mark.django_db(transaction=True)
def test_two_events_at_once_lose_nobody_and_do_not_wait_in_a_ring(now: Clock) -> None:
    make_people(60)
    failed: list[BaseException] = []

    def work(entry_id: int) -> None:
        try:
            for _ in range(2):
                tell_batch(crowd="test.followers", entry_id=entry_id, subject_id=1, after=0)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[entry_id]) for entry_id in range(1, 7)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not failed
    assert Notification.objects.count() == 60
    assert {tuple(sorted(ids)) for ids in Notification.objects.values_list("entry_ids", flat=True).order_by()} == {
        (1, 2, 3, 4, 5, 6)
    }
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_five_thousand_hear_within_a_minute_and_asking_costs_nothing(now: Clock, django_assert_max_num_queries) -> None:
    """Twice, mails written down included. On two cores the first takes half a second, all of it three."""
    make_people(5000)
    with django_assert_max_num_queries(3), transaction.atomic():
        tell_crowd(crowd="test.followers", entry_id=1, subject_id=1)
    began = time.monotonic()
    run_jobs("notifications.tell-batch")
    told = time.monotonic() - began
    assert Notification.objects.count() == 5000
    tell_crowd(crowd="test.followers", entry_id=2, subject_id=1)
    run_jobs("notifications.tell-batch")
    run_jobs("notifications.gather-mails")
    all_in_all = time.monotonic() - began
    assert told < 60 and all_in_all < 60
    assert Mail.objects.count() == 5000
    assert not Notification.objects.exclude(mail_state=MailState.TAKEN, title="2 réponses").exists()
