"""The floor: the same web server, pool and database, no middleware, one indexed SELECT. What no page can go below."""

import os
from collections.abc import Callable, Iterable
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings.base")
django.setup()

from django.db import connection  # noqa: E402


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM conversations_thread WHERE id = %s", [1])
        body = cursor.fetchone()[0].encode()
    # As Django does after each request: back into the pool.
    connection.close()
    start_response("200 OK", [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
