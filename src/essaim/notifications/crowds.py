"""Crowds: those whom one event concerns, too many for one transaction.

A domain registers a source under a name, and its consumer of the journal calls ``api.tell_crowd``. The worker tells batch after
batch, each in a transaction of its own, and asks the source again before each: what was taken back meanwhile is told no
further. Doing a batch again tells nobody twice.
"""

import dataclasses
from collections.abc import Callable, Sequence

from essaim.kernel.registry import Registry

from .telling import Telling

# Members in one batch: a transaction of well under a second.
BATCH = 1000


@dataclasses.dataclass(frozen=True)
class Crowd:
    """What is told, and to whom.

    Parameters:
        telling: what is told. Its words are asked for once per language and batch.
        recipients_after: ``(last_id, limit)``: the ids of the next members, ascending, all above ``last_id``, at most
            ``limit``; fewer mean that there are no more. A SELECT over an index that begins with the member.
    """

    telling: Telling
    recipients_after: Callable[[int, int], Sequence[int]]


# ``(entry_id, subject_id)`` of the event to its crowd; None when there is nothing to tell (any more).
Source = Callable[[int, int], Crowd | None]
crowds: Registry[Source] = Registry("crowd")
