"""What a mail of ours says about being answered, and the address that it is answered at."""

import dataclasses
from collections.abc import Sequence

from essaim.kernel.typography import set_text
from essaim.notifications.models import Notification

from . import words
from .addresses import Answerable, is_open, reply_address
from .targets import answered_by


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

    A mail about several things has no one answer: each of its lines leads to its page.
    """
    if not is_open() or len(notifications) != 1:
        return None
    answered = answered_by(notifications[0].url)
    if answered is None:
        return None
    address = reply_address(Answerable(recipient_id, *answered))
    return Offer(address, set_text(words.invitation(), language), set_text(words.marker(), language))
