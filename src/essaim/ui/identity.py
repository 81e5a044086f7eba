"""Whose site this is, as every page shows it. The package that knows registers itself; without it, the site is Essaim's own."""

import dataclasses
from collections.abc import Callable


@dataclasses.dataclass(frozen=True)
class Identity:
    """What the shell shows.

    Parameters:
        name: the organisation's.
        logo: the address of its logo, "" for the mark.
        theme: the address of a style sheet with its accent, "" for the usual one.
        manifest, touch_icon: addresses of what a browser reads to install the site, and of Apple's icon; "" where it cannot be.
    """

    name: str = "Essaim"
    logo: str = ""
    theme: str = ""
    manifest: str = ""
    touch_icon: str = ""


_source: Callable[[], Identity] = Identity


def show(source: Callable[[], Identity]) -> None:
    """Sets where the identity comes from. It is asked for by every page: it must cost nothing."""
    global _source
    _source = source


def current() -> Identity:
    return _source()
