"""The face of announcements to the packages above them."""

from .suggestions import suggestions_for

__all__ = ["suggestions_for"]
