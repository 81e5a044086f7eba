"""When a mail that can wait may leave: quiet hours are kept by a package above, which adds what answers here.

Links to sign in or to set up and what protects an account do not ask: somebody waits for them.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from essaim.kernel import clock
from essaim.kernel.registry import Registry

from .models import Invitation

# Given members (None for somebody without an account) and when a mail to them is ready: when each may leave, None for at once.
Keeper = Callable[[Sequence[tuple[int | None, datetime]]], list[datetime | None]]
keepers: Registry[Keeper] = Registry("keeper of quiet hours")


def held_until(member_id: int | None, moment: datetime) -> datetime | None:
    """When a mail that is ready at ``moment`` may leave, None for at once."""
    return _held([(member_id, moment)])[0]


def still_held(invitations: Iterable[Invitation]) -> dict[int, datetime]:
    """When the mails of these invitations leave, by invitation: those that have not left, open invitations alone."""
    now = clock.now()
    waiting = [one for one in invitations if one.email and one.state(now) == "open"]
    held = _held([(one.member_id, one.created_at) for one in waiting])
    return {one.pk: until for one, until in zip(waiting, held, strict=True) if until and until > now}


def _held(asked: Sequence[tuple[int | None, datetime]]) -> list[datetime | None]:
    if not asked:
        return []
    return next((keeper(asked) for _name, keeper in keepers), [None] * len(asked))
