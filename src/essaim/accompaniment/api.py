"""The face of accompaniment to the packages above it."""

from .queries import figures
from .suggestions import SUGGESTIONS

__all__ = ["SUGGESTIONS", "figures"]
