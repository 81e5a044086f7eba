"""What Django keeps of a request, in storage of the thread."""

import threading

from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real


def keep_by_thread() -> None:
    """Keeps the reader's language, zone and addresses by thread alone, where a thread answers one request after the other.

    Django's own storage serves asynchronous code too, of which we have none in a web process: it takes a lock and asks for the
    task at each look, and a page looks thirty to fifty times.
    """
    trans_real._active = threading.local()  # type: ignore[attr-defined]
    timezone._active = threading.local()  # type: ignore[attr-defined]
    urls._prefixes = threading.local()  # type: ignore[attr-defined]
    urls._urlconfs = threading.local()  # type: ignore[attr-defined]
