"""The steps that open an instance, added by the packages that own them. Who keeps the list registers itself as the guide."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from essaim.kernel.registry import Registry

# In the session of somebody who goes through the list: the step they are at.
AT_STEP = "checklist_step"


@dataclasses.dataclass(frozen=True)
class Step:
    """One thing to do before an instance serves anybody.

    Parameters:
        order: steps are shown in its order.
        title: what it is, lazily translated, as are the following.
        why: a sentence or two on what it changes.
        action: the words of its button.
        url: where it is done, asked for when it is followed.
        evidence: a queryset that holds a row once it is done: the data says so, not somebody's word.
    """

    order: int
    title: Any
    why: Any
    action: Any
    url: Callable[[], str]
    evidence: Callable[[], Any]


steps: Registry[Step] = Registry("checklist step")

_guide: Callable[[HttpRequest], str] | None = None


def guide(next_after: Callable[[HttpRequest], str]) -> None:
    """Registers who knows where somebody goes after a step."""
    global _guide
    _guide = next_after


def is_under_way(request: HttpRequest) -> bool:
    """Whether this person goes through the list."""
    return bool(_guide and request.session.get(AT_STEP))


def onward(request: HttpRequest, otherwise: str) -> str:
    """Where to go once a page has done its work: the next step for who goes through the list, else ``otherwise``."""
    return _guide(request) if _guide and is_under_way(request) else otherwise
