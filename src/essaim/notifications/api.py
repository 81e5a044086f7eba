"""The notifications' face to the packages above: what kinds there are, and telling somebody something."""

from .actions.mail import drop_waiting_mails
from .actions.notify import notify, retract, reword
from .actions.read import mark_page_read
from .kinds import Kind, kinds, register
from .queries import mails_waiting

__all__ = ["Kind", "drop_waiting_mails", "kinds", "mails_waiting", "mark_page_read", "notify", "register", "retract", "reword"]
