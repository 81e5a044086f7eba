"""Content's face to the packages above it."""

from .queries import ProgrammeLink, current_programme

__all__ = ["ProgrammeLink", "current_programme"]
