"""The jobs of this package; procrastinate looks for them here."""

from . import audiences, mails, proposals, security, upkeep

__all__ = ["audiences", "mails", "proposals", "security", "upkeep"]
