"""What may be wrong with an installation. Each finding says what to do; each file looks at one side."""

from .examination import LOOKS, Finding, examine

__all__ = ["LOOKS", "Finding", "examine"]
