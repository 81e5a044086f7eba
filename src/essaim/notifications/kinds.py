"""The kinds of notification, added by the domains that send them."""

import dataclasses
from typing import Any

from essaim.kernel.registry import Registry


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of notification, for which a member chooses how it comes.

    Parameters:
        name: package first, ``conversations.reply``.
        label: what the preferences page calls it, lazily translated: "On répond à un de mes messages".
        default: how it comes until the member chose: ``immediate``, ``daily``, or ``none`` (in Essaim alone).
        order: kinds are sorted by it on the preferences page.
    """

    name: str
    label: Any
    default: str = "immediate"
    order: int = 100


kinds: Registry[Kind] = Registry("notification kind")


def register(kind: Kind) -> Kind:
    return kinds.add(kind.name, kind)


def sorted_kinds() -> list[Kind]:
    return sorted((kind for _, kind in kinds), key=lambda kind: (kind.order, kind.name))
