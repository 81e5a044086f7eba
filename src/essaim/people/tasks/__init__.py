"""The jobs of this package; procrastinate looks for them here."""

from . import audiences, mails, upkeep

__all__ = ["audiences", "mails", "upkeep"]
