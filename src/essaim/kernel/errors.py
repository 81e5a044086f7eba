"""The one way an action says no."""

from typing import Any


class Refused(Exception):
    """An act that cannot be done, with a reason for the person who tried.

    Parameters:
        message: what happened and what to do next, translated (lazy strings welcome).
        code: a stable name for programs, such as ``link-expired``.
    """

    def __init__(self, message: Any, *, code: str = "refused"):
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
