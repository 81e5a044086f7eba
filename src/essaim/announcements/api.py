"""The face of announcements to the packages above them."""

from .suggestions import SUGGESTIONS

__all__ = ["SUGGESTIONS"]
