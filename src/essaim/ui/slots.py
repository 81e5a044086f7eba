"""Places in a page that an upper package fills: a lesson has a slot, conversations put the discussion there."""

from collections.abc import Callable

from django.http import HttpRequest
from markupsafe import Markup

from essaim.kernel.registry import Registry

# Given the request and the slot's own arguments, returns HTML that is safe.
Filler = Callable[..., str]

fillers: Registry[list[Filler]] = Registry("slot")


def register(name: str, filler: Filler) -> None:
    """Adds ``filler`` to the slot ``name``; several fillers follow each other in the order of registration."""
    known = fillers.get(name)
    if known is None:
        known = fillers.add(name, [])
    if filler not in known:
        known.append(filler)


def fill(name: str, request: HttpRequest, **arguments: object) -> Markup:
    return Markup("".join([filler(request, **arguments) for filler in fillers.get(name) or []]))
