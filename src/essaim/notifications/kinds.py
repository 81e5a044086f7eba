"""The kinds of notification, added by the domains that send them."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.kernel.registry import Registry

from .models import Delivery

# The package of account security: the only kinds that disturb at any hour, and that nobody can turn off.
SECURITY = "account."
UNREAD = _("Parce que vous ne l'avez pas encore lu.")


@dataclasses.dataclass(frozen=True)
class Kind:
    """One kind of notification, for which a member chooses how it comes.

    Parameters:
        name: package first, ``conversations.reply``.
        label: what the preferences page calls it, lazily translated: "On répond à un de mes messages".
        default: how it comes by mail until the member chose: ``immediate``, ``digest``, or ``none``.
        order: kinds are sorted by it on the preferences page.
        app, push: whether it stands under the bell, and comes to the member's devices, until they chose.
        strength: of one topic the strongest kind is told, and weaker ones are counted beside it.
        why: why a digest tells it, lazily translated: "Parce que vous avez écrit dans ce fil."
        concerns: whether somebody may ever be told of it, given the member with their roles; None for everybody.
        urgent: leaves at any hour and cannot be turned off; for account security alone.

    Raises ValueError for an unknown default, and for an urgent kind of anything but account security.
    """

    name: str
    label: Any
    default: str = Delivery.IMMEDIATE
    order: int = 100
    app: bool = True
    push: bool = False
    strength: int = 0
    why: Any = UNREAD
    concerns: Callable[[Any], bool] | None = None
    urgent: bool = False

    def __post_init__(self) -> None:
        Delivery(self.default)
        if self.urgent and not self.name.startswith(SECURITY):
            raise ValueError(f"{self.name} is not about account security: it respects quiet hours")


kinds: Registry[Kind] = Registry("notification kind")


def register(kind: Kind) -> Kind:
    return kinds.add(kind.name, kind)


def sorted_kinds() -> list[Kind]:
    return sorted((kind for _name, kind in kinds), key=lambda kind: (kind.order, kind.name))


def kinds_for(member: Any) -> list[Kind]:
    """Those of which ``member``, whose roles are loaded, may be told: what they choose among."""
    return [kind for kind in sorted_kinds() if kind.concerns is None or kind.concerns(member)]


def strength(name: str) -> int:
    """How strong a kind is; one that is no longer registered is the weakest."""
    known = kinds.get(name)
    return known.strength if known else 0
