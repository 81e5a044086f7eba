"""Two requests with one key at the same time, and events while somebody is still writing."""

import json
import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import connection

from essaim.conversations.models import Thread
from essaim.conversations.tests.factories import make_thread
from essaim.integrations.rest.models import KeptAnswer
from essaim.journal import queries
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_key_at_the_same_time_writes_once(program: Callable[..., Any]) -> None:
    asking = program(make_member())
    answers: list[Any] = []
    gate = threading.Barrier(4)

    def send() -> None:
        try:
            gate.wait(10)
            answers.append(asking.post("/threads", {"title": "Une fois ?", "text": "Oui."}, Idempotency_Key="one"))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.content for answer in answers}) == 1
    assert Thread.objects.count() == KeptAnswer.objects.count() == 1


def test_no_event_is_skipped_while_an_earlier_one_is_being_written(
    program: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "_SETTLED", queries._SETTLED.replace("3 seconds", "0 seconds"))
    following, author = program(make_member("administrator"), "events"), make_member()
    start = following.get("/events").json()["next"]
    given = {
        key: value for key, value in connection.get_connection_params().items() if key in ("host", "port", "user", "dbname")
    }
    with psycopg.connect(**given) as other:
        # Somebody's act has its number, and has not committed.
        other.execute(
            "INSERT INTO journal_entry (type, version, subject_type, subject_id, payload, occurred_at)"
            " VALUES ('conversations.post-deleted', 1, 'post', 77, %s, clock_timestamp())",
            [json.dumps({"thread_id": 1})],
        )
        make_thread(author)
        assert following.get(start).json()["items"] == []
    found = following.get(start).json()
    assert [one["type"] for one in found["items"]] == ["conversations.post-deleted", "conversations.thread-started"]
    assert following.get(found["next"]).json()["items"] == []
