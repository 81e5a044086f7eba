"""The face of accompaniment to the packages above it."""

from .queries import figures
from .suggestions import suggestions_for

__all__ = ["figures", "suggestions_for"]
