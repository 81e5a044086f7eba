"""By which channels a kind comes to a member: in Essaim, by mail at once or in the digest, on their devices.

Three things say so: what the member chose, the kind's defaults where they chose nothing, and weariness, which turns mails at
once into lines of the digest when nobody comes for them.
"""

import dataclasses

from .kinds import Kind
from .models import Delivery, MailState, Preference


@dataclasses.dataclass(frozen=True)
class Channels:
    """How one kind comes to one member.

    Parameters:
        app: in the centre and under the bell.
        mail: at once, in the digest, or not.
        push: on their devices.
        tired: it would come at once, but comes in the digest: its last mails brought nobody.
    """

    app: bool
    mail: Delivery
    push: bool
    tired: bool = False

    @property
    def mail_state(self) -> MailState:
        return MailState.NONE if self.mail == Delivery.NONE else MailState.WAITING

    def __bool__(self) -> bool:
        return self.app or self.push or self.mail != Delivery.NONE


def channels(kind: Kind, chosen: Preference | None, *, level: int = 0, has_address: bool = True) -> Channels:
    """What holds for a member.

    Parameters:
        chosen: their preference for the kind, None if they have none.
        level: how tired they are of it (Weariness).
        has_address: whether a mail can reach them.
    """
    if kind.urgent:
        return Channels(app=True, mail=Delivery.IMMEDIATE if has_address else Delivery.NONE, push=kind.push)
    app, push = (getattr(chosen, name, None) for name in ("app", "push"))
    mail = Delivery(chosen.delivery if chosen else kind.default)
    tired = level > 0 and mail == Delivery.IMMEDIATE
    return Channels(
        app=kind.app if app is None else app,
        mail=Delivery.NONE if not has_address else Delivery.DIGEST if tired else mail,
        push=kind.push if push is None else push,
        tired=tired,
    )
