"""What the ``rest.py`` of every domain shares: the types of arguments, pages read by key, what a token must allow.

The door itself (who asks, the pace, answers that are kept, errors) is integrations/rest.
"""

import base64
import datetime
import json
import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeVar

from django.http import HttpRequest
from ninja import Router as NinjaRouter
from ninja import Schema
from pydantic import AfterValidator, Field

from .ids import new_key

LARGEST = 2**63 - 1
MOST = 100


def without_nul(text: str) -> str:
    """PostgreSQL keeps none."""
    return text.replace("\x00", " ")


Id = Annotated[int, Field(ge=1, le=LARGEST)]
Limit = Annotated[int, Field(ge=1, le=MOST)]
After = Annotated[str, Field(max_length=400)]
Words = Annotated[str, Field(max_length=400), AfterValidator(without_nul)]
# What somebody wrote; how long it may be is the action's to say.
Text = Annotated[str, Field(max_length=200_000), AfterValidator(without_nul)]

T = TypeVar("T")
Row = TypeVar("Row")
View = TypeVar("View", bound=Callable[..., Any])


class Router(NinjaRouter):
    """The operations of a domain. Their summaries are translated when they are shown."""

    if TYPE_CHECKING:
        get: Any
        post: Any
        put: Any
        patch: Any
        delete: Any


class Page(Schema, Generic[T]):
    """One page of a list. ``next`` is the address of the page behind it, null at the end."""

    items: list[T]
    next: str | None


class BadCursor(Exception):
    """``after`` is not something that this list gave."""


class ScopeMissing(Exception):
    """The token does not allow this."""

    def __init__(self, scope: str):
        super().__init__(scope)
        self.scope = scope


def needs(scope: str) -> Callable[[View], View]:
    """Says which scope an operation needs, where it is not ``read`` for a GET and ``write`` for the rest."""

    def mark(view: View) -> View:
        view.scope = scope  # type: ignore[attr-defined]
        return view

    return mark


def unkept(view: View) -> View:
    """Says of an operation that its answer is kept for no ``Idempotency-Key``: what was sent is nobody's to find again."""
    view.unkept = True  # type: ignore[attr-defined]
    return view


def require(request: HttpRequest, scope: str) -> None:
    """Raises ScopeMissing unless whoever asks may also do this."""
    if scope not in request.auth.scopes:  # type: ignore[attr-defined]
        raise ScopeMissing(scope)


def cursor(*parts: Any) -> str:
    """The place behind a row, for ``after``: what the list is sorted by."""
    plain = [part.isoformat() if isinstance(part, datetime.datetime) else part for part in parts]
    return base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")


def place(after: str, *types: type) -> tuple[Any, ...] | None:
    """What ``cursor`` was given; None for the beginning. Raises BadCursor for anything else."""
    if not after:
        return None
    try:
        parts = json.loads(base64.urlsafe_b64decode(after + "=" * (-len(after) % 4)))
        if not isinstance(parts, list):
            raise BadCursor
        return tuple(_part(part, kind) for part, kind in zip(parts, types, strict=True))
    except (ValueError, RecursionError) as error:
        raise BadCursor from error


def _part(part: Any, kind: type) -> Any:
    if kind is datetime.datetime and isinstance(part, str):
        moment = datetime.datetime.fromisoformat(part)
        if moment.tzinfo:
            return moment
    elif (kind is int and type(part) is int and 0 <= part <= LARGEST) or (
        kind is str and isinstance(part, str) and "\x00" not in part
    ):
        return part
    raise BadCursor


def following(request: HttpRequest, after: str) -> str:
    """The address of the same list behind ``after``."""
    query = request.GET.copy()
    query["after"] = after
    return f"{request.path}?{query.urlencode()}"


def page(
    request: HttpRequest, rows: Sequence[Row], limit: int, key: Callable[[Row], tuple[Any, ...]], shape: Callable[[Row], T]
) -> Page[T]:
    """A page of ``rows``, of which one more than ``limit`` was asked for.

    Parameters:
        key: what the list is sorted by, of one row.
        shape: one row as it is given.
    """
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(items=[shape(row) for row in shown], next=following(request, cursor(*key(shown[-1]))) if more else None)


_KEYS = uuid.UUID("5d6e9e0f-3c64-4d0c-8a55-7c2d3f0c9f4b")


def write_key(request: HttpRequest) -> uuid.UUID:
    """The key that a form would carry: made of the member and their ``Idempotency-Key``, else a new one."""
    given = request.headers.get("Idempotency-Key")
    return uuid.uuid5(_KEYS, f"{request.user.pk}\n{given}") if given else new_key()
