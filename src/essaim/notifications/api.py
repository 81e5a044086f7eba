"""The notifications' face to the packages above: what kinds there are, and telling somebody something."""

from .actions.notify import notify
from .kinds import Kind, kinds, register

__all__ = ["Kind", "kinds", "notify", "register"]
