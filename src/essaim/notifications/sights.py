"""Whether what was told may still be seen: asked wherever words leave, since who may see a thing changes after it was told.

A domain adds, by the beginning of its addresses, a function that says which of many pairs of a member and a page may be seen
now: one query, however many. What no domain speaks for may be seen.
"""

from collections.abc import Callable, Collection, Iterable

from essaim.kernel.registry import Registry

# The id of a member, and a path of ours without its fragment.
Pair = tuple[int, str]
Sees = Callable[[Collection[Pair]], Iterable[Pair]]
sights: Registry[Sees] = Registry("sight")


def unseen(pairs: Collection[Pair]) -> set[Pair]:
    """Those of ``pairs`` that may not be seen."""
    hidden: set[Pair] = set()
    for beginning, sees in sights:
        if about := {pair for pair in pairs if pair[1].startswith(beginning)}:
            hidden |= about.difference(sees(about))
    return hidden
