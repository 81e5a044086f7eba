"""The one way an action says no."""

from typing import Any


class Refused(Exception):
    """An act that cannot be done, with a reason for the person who tried.

    Parameters:
        message: what happened and what to do next, translated (lazy strings welcome).
        code: a stable name for programs, such as ``link-expired``.
        wait: after how many seconds the same would be accepted, where that is known.
    """

    def __init__(self, message: Any, *, code: str = "refused", wait: int | None = None):
        super().__init__(message)
        self.message = message
        self.code = code
        self.wait = wait

    def __str__(self) -> str:
        return str(self.message)
