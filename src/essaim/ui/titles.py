"""What pages are called, for places that name a page by its address: an invitation says "Écouter", not a path."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

from essaim.kernel.registry import Registry

from .navigation import entries

# Given the arguments of an address, the page's title in the reader's language; "" for what is not open to everybody.
Namer = Callable[..., str]

# By the name of the address, as ``reverse`` knows it.
namers: Registry[Namer] = Registry("page title")


def title_of(path: str) -> str:
    """What the page at ``path`` is called, as far as everybody may know it; "" where there is nothing to say."""
    try:
        match = resolve(urlsplit(path).path)
    except Resolver404:
        return ""
    if namer := namers.get(match.view_name):
        return namer(*match.args, **match.kwargs)
    return next((str(entry.label) for _name, entry in entries if entry.url_name == match.view_name), "")
