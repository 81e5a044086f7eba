"""Who hears that other people may find a document now: whoever keeps its title somewhere that others read."""

from collections.abc import Callable, Collection

from essaim.kernel.registry import Registry

# Given a kind and ids whose documents came, went, or are for others now; in the transaction that makes it so.
Listener = Callable[[str, Collection[int]], None]

listeners: Registry[Listener] = Registry("search listener")


def tell(kind: str, ids: Collection[int]) -> None:
    """Tells the listeners; nothing where there are no ids."""
    for _name, listener in listeners:
        if ids:
            listener(kind, ids)
