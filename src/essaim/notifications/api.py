"""The notifications' face to the packages above: what kinds there are, and telling somebody something."""

from .actions.notify import notify
from .actions.read import mark_page_read
from .kinds import Kind, kinds, register

__all__ = ["Kind", "kinds", "mark_page_read", "notify", "register"]
