"""Variables that are numbers."""

import os

from django.core.exceptions import ImproperlyConfigured


def whole_number(name: str, otherwise: int, *, such_as: str) -> int:
    """The variable ``name``, or ``otherwise`` where it is not set. Raises ImproperlyConfigured for what is no number from 1 on."""
    given = os.environ.get(name, "").strip()
    if not given:
        return otherwise
    if not (given.isascii() and given.isdigit() and int(given)):
        raise ImproperlyConfigured(f"{name} is {given}: write a whole number, such as {such_as}")
    return int(given)
