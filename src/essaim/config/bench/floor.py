"""The floor: the same web server, pool and database, Django without middleware, one indexed SELECT."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings.base")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from essaim.config.settling import settle  # noqa: E402
from essaim.config.threads import keep_by_thread  # noqa: E402


def floor(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT title FROM conversations_thread WHERE id = %s", [1])
        title = cursor.fetchone()[0].encode()
    return HttpResponse(title, content_type="text/plain; charset=utf-8", headers={"Content-Length": len(title)})


urlpatterns = [path("", floor)]
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], __name__
application = WSGIHandler()
keep_by_thread()
settle()
