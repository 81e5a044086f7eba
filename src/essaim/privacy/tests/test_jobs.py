"""Jobs that wait: those of whoever leaves go, those of everybody else are done."""

import json

import pytest
from django.db import connection

from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import ask_own_erasure

pytestmark = pytest.mark.django_db

# How a job names somebody, and whose it is.
JOBS = {
    "anne's by her address": {"email": "anne@x.example"},
    "anne's in a text": {"lines": ["Pour :\nanne@x.example, merci"]},
    "anne's by her name": {"to": "Anne Lenoir"},
    "marianne's by her address": {"email": "marianne@x.example"},
    "marianne's by her name": {"to": "Marianne Lenoir"},
    "another anne's": {"to": "Anne Lenoirmont", "email": "anne@x.example-sud.example"},
}


def _queue(name: str, args: dict[str, object]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('waits', %s, %s)", [name, json.dumps(args)]
        )


def _waiting() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE queue_name = 'waits'")
        return {name for (name,) in cursor.fetchall()}


def _erase(member: Member) -> None:
    erasing.erase(erasure_id=ask_own_erasure(actor=member, keeps_texts=True).pk)


def test_a_colleague_whose_address_ends_like_theirs_keeps_their_jobs() -> None:
    anne = make_member(first_name="Anne", last_name="Lenoir", email="anne@x.example")
    marianne = make_member(first_name="Marianne", last_name="Lenoir", email="marianne@x.example")
    for name, args in JOBS.items():
        _queue(name, args)
    _queue("anne's by her number", {"member_id": anne.pk})
    _queue("marianne's by her number", {"member_id": marianne.pk})
    _erase(anne)
    assert _waiting() == {name for name in (*JOBS, "marianne's by her number") if not name.startswith("anne's")}
    _erase(marianne)
    assert _waiting() == {"another anne's"}
