"""The notifications' face to the packages above: what kinds there are, and telling somebody something."""

from .actions.mail import drop_waiting_mails
from .actions.notify import notify, retract, reword
from .actions.read import mark_page_read
from .inbound.copies import Copy, copy_of
from .inbound.targets import IncomingFile, ReplyTarget, reply_targets
from .inbound.targets import register as register_reply_target
from .kinds import Kind, kinds, register
from .queries import mails_waiting

__all__ = [
    "Copy",
    "IncomingFile",
    "Kind",
    "ReplyTarget",
    "copy_of",
    "drop_waiting_mails",
    "kinds",
    "mails_waiting",
    "mark_page_read",
    "notify",
    "register",
    "register_reply_target",
    "reply_targets",
    "retract",
    "reword",
]
