"""The language in which somebody reads."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import get_language


def reading() -> str:
    """That of the page, mail or answer that is being made, a code of two letters: what is written here is set by its rules."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


# Ends a subquery over the texts of one thing, called x: the one that its reader understands best, else the site's first language.
BEST = "ORDER BY (x.language = %(language)s) DESC, (x.language = %(first)s) DESC, x.id LIMIT 1"

P = ParamSpec("P")
T = TypeVar("T")


def once_a_language(make: Callable[P, T]) -> Callable[P, T]:
    """Keeps what ``make`` gives for the same arguments and the reader's language: phrases of which lists are full."""

    @lru_cache(maxsize=4096)
    def kept(language: str, *args: P.args, **kwargs: P.kwargs) -> T:
        return make(*args, **kwargs)

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> T:
        return kept(reading(), *args, **kwargs)  # type: ignore[arg-type]

    return made
