"""What a mail of ours says about being answered, and the address that it is answered at."""

import dataclasses
from collections.abc import Sequence

from essaim.kernel.typography import set_text
from essaim.notifications.models import Notification

from . import words
from .addresses import Answerable, is_open, reply_address
from .targets import answered_by, answered_together


@dataclasses.dataclass(frozen=True)
class Offer:
    """How a mail can be answered.

    Parameters:
        address: for Reply-To.
        invitation, marker: its first two lines.
    """

    address: str
    invitation: str
    marker: str


def offer(recipient_id: int, notifications: Sequence[Notification], language: str) -> Offer | None:
    """The offer of a mail about one thing that can be answered; None for others, and where answers are not set up.

    A mail about several things has no one answer, unless they are parts of one conversation: then the newest is answered.
    """
    if not is_open():
        return None
    in_order = sorted(notifications, key=lambda one: (one.created_at, one.pk))
    answered = answered_together([one.url for one in in_order])
    if answered is None:
        return None
    address = reply_address(Answerable(recipient_id, *answered))
    return Offer(address, set_text(words.invitation(), language), set_text(words.marker(), language))


def apology(notifications: Sequence[Notification], language: str) -> str:
    """What a mail without an offer says where one would look for it, among several things that could be answered each; else ""."""
    expected = is_open() and len(notifications) > 1 and any(answered_by(one.url) for one in notifications)
    return set_text(words.several(), language) if expected else ""
