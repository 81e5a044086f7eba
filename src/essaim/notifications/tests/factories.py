"""What tests of notifications need: a kind, a call of notify, a clock that one sets, and the jobs run in their order."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from essaim.kernel import clock
from essaim.notifications import tasks
from essaim.notifications.actions.notify import notify
from essaim.notifications.kinds import Kind, kinds, register
from essaim.people.models import Member

KIND, DIGEST, SILENT, WEAK, STRONG, URGENT = (
    "test.answer", "test.digest", "test.silent", "test.follow", "test.named", "account.test",
)  # fmt: skip
PARIS = ZoneInfo("Europe/Paris")
_TASKS = {
    "notifications.gather": tasks.gather_mail,
    "notifications.gather-mails": tasks.gather_mails,
    "notifications.push": tasks.send_push,
    "notifications.send": tasks.send_mail,
    "notifications.tell-batch": tasks.tell_batch,
    "notifications.write-digest": tasks.write_digest,
}


@contextmanager
def some_kinds() -> Iterator[None]:
    made = (
        Kind(KIND, "On me répond", "immediate", strength=20, why="Parce qu'on vous répond."),
        Kind(DIGEST, "Ma réponse est retenue", "digest"),
        Kind(SILENT, "On me suit", "none"),
        Kind(WEAK, "Un fil que je suis", "immediate", strength=10),
        Kind(STRONG, "On me nomme", "immediate", strength=30),
        Kind(URGENT, "Ma connexion change", "immediate", urgent=True),
    )
    for kind in made:
        register(kind)
    try:
        yield
    finally:
        for kind in made:
            del kinds._items[kind.name]


def tell(*members: Member, entry_id: int = 1, **fields: Any) -> int:
    """Notifies members as a consumer would."""
    given: dict[str, Any] = {"kind": KIND, "title": "Samia vous répond", "excerpt": "Bien vu !", "url": "/test/1/#post-2"}
    with transaction.atomic():
        return notify(recipients=[member.pk for member in members], entry_id=entry_id, **(given | fields))


class Clock:
    """The clock of a test, on the organisation's wall."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.moment = datetime(2026, 11, 24, 11, tzinfo=PARIS)  # a Tuesday
        monkeypatch.setattr(clock, "now", lambda: self.moment.astimezone(ZoneInfo("UTC")))

    def set(self, wall: str) -> None:
        """``2026-11-24 22:15``."""
        self.moment = datetime.fromisoformat(wall).replace(tzinfo=PARIS)


def run_jobs(*names: str) -> int:
    """Runs the jobs that are due by the test's clock (those of these names alone), and those that they cause. Returns how many."""
    done = 0
    while rows := _due(names or tuple(_TASKS)):
        for id, name, args in rows:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [id])
            _TASKS[name](**(json.loads(args) if isinstance(args, str) else args))
            done += 1
    return done


def pass_time() -> None:
    """What the worker does every five minutes, and every hour."""
    tasks.tick(timestamp=0)
    tasks.judge(timestamp=0)
    run_jobs()


def _due(names: tuple[str, ...]) -> list[tuple[int, str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id, task_name, args FROM procrastinate_jobs WHERE task_name = ANY(%s)"
            " AND (scheduled_at IS NULL OR scheduled_at <= %s) ORDER BY id",
            [list(names), clock.now()],
        )
        return cursor.fetchall()
