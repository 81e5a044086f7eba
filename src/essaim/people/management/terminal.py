"""How our commands speak on a terminal."""

import os
import sys
import time

from essaim.people.middleware import LANGUAGES


def language() -> str:
    """The language of whoever types: French or English, by the environment."""
    wanted = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return wanted[:2] if wanted[:2] in LANGUAGES else "en"


class Steps:
    """Progress of long work, on stderr: each step with the time that the one before took."""

    def __init__(self, *, quiet: bool = False):
        self._quiet, self._began = quiet, time.monotonic()

    def __call__(self, step: str) -> None:
        if not self._quiet:
            sys.stderr.write(f"· {step} ({time.monotonic() - self._began:.1f} s)\n")
            sys.stderr.flush()
