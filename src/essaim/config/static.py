"""Collecting static files, once per version of their sources."""

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command

from .staticfiles import digest_of_sources


def collect(say: Callable[[str], object]) -> None:
    """Collects when anything changed since last time, which takes seconds; else costs a look at the files."""
    stamp, digest = settings.STATIC_ROOT / ".digest", digest_of_sources()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say("static files")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(digest)
