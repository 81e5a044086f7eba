"""Questions of several domains to the database, asked in one statement: a page that gathers from all pays for one."""

import dataclasses
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection
from django.utils.translation import get_language

from . import clock

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class Question(Generic[T]):
    """What one domain wants to know for a member's page.

    Parameters:
        sql: a SELECT of one row: of JSON, as ``rows`` makes it, or of a number or a truth. It may name %(me)s,
            %(audiences)s (bigint[]), %(language)s, %(first_language)s, %(now)s and %(today)s.
        read: makes of that value, and the member, what the domain offers.
        given: what else the statement may name, of the member; names that no other domain has.
    """

    sql: str
    read: Callable[[Any, Any], T]
    given: Callable[[Any], Mapping[str, Any]] = lambda member: {}


def rows(sql: str) -> str:
    """The rows of ``sql``, in its order, as one JSON value: a list of objects. Moments become text."""
    return f"SELECT coalesce(jsonb_agg(to_jsonb(found)), '[]') FROM ({sql}) found"


def ask(member: Any, *questions: Question[Any]) -> list[Any]:
    """The answers, in the order of the questions. ``member``'s audiences are loaded. One statement."""
    given: dict[str, Any] = {
        "me": member.pk, "audiences": list(member.audience_ids), "language": get_language(),
        "first_language": settings.LANGUAGE_CODE, "now": clock.now(), "today": clock.today(),
    }  # fmt: skip
    for question in questions:
        given.update(question.given(member))
    with connection.cursor() as cursor:
        cursor.execute(_statement(tuple(question.sql for question in questions)), given)
        found = cursor.fetchone()
    # The driver leaves JSON as text.
    values = [json.loads(value) if isinstance(value, str) else value for value in found]
    return [question.read(value, member) for question, value in zip(questions, values, strict=True)]


@cache
def _statement(sqls: tuple[str, ...]) -> str:
    return f"SELECT {', '.join(f'({sql})' for sql in sqls)}"
