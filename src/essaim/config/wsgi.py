"""The web application, as granian loads it."""

import io
import os

from django.core.wsgi import get_wsgi_application

from essaim.config.settling import settle
from essaim.config.supervisor import say_ready
from essaim.config.threads import keep_by_thread


def _warm() -> None:
    """Asks for one page before anybody does: addresses, templates and connections are made then, and no visitor waits for them."""
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/people/account/sign-in/", "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0),
    }  # fmt: skip
    for piece in application(environ, lambda status, headers, error=None: lambda data: None):
        del piece


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings.base")
application = get_wsgi_application()
keep_by_thread()
_warm()
settle()
say_ready()
