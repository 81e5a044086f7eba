"""What a page asks of the database: how many statements, and how many buffers they read."""

import json
from typing import Any

import psycopg
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from .client import Unexpected
from .pages import CSRF, Request

_EXPLAINED = ("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")


def look(request: Request) -> tuple[int, int, int]:
    """Runs one request in this process and takes it back. Returns its statements, buffers of 8 kB, and bytes of its page."""
    from essaim.config.wsgi import application

    buffers = 0

    def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal buffers
        if not many and sql.lstrip().upper().startswith(_EXPLAINED):
            buffers += _buffers(sql, params)
        return execute(sql, params, many, context)

    made = as_django(request)
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        with connection.execute_wrapper(explained):
            response: Any = application.get_response(made)
        counted = [query for query in captured.captured_queries if "SAVEPOINT" not in query["sql"]]
        transaction.set_rollback(True)
    if response.status_code >= 400:
        raise Unexpected(f"{request.path} answers {response.status_code}")
    return len(counted), buffers, len(response.content)


def as_django(request: Request) -> WSGIRequest:
    """The request as Django's handler takes it."""
    factory = RequestFactory(headers={"cookie": request.cookie, "host": "127.0.0.1", "accept-language": "fr"})
    form = None if request.form is None else request.form | {"csrfmiddlewaretoken": CSRF}
    return factory.get(request.path) if form is None else factory.post(request.path, form)


def _buffers(sql: str, params: Any) -> int:
    """The buffers of one statement; one that writes is undone at once."""
    with transaction.atomic():
        # EXPLAIN takes no parameters of the server's: psycopg puts them in.
        with psycopg.ClientCursor(connection.connection) as cursor:
            cursor.execute("EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) " + sql, params)
            row = cursor.fetchone()
        transaction.set_rollback(True)
    plan = row[0] if row else "[]"
    top = (json.loads(plan) if isinstance(plan, str) else plan)[0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])
