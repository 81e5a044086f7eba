"""The jobs of this package; procrastinate looks for them here."""

from . import mails

__all__ = ["mails"]
