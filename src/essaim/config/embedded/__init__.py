"""PostgreSQL from a wheel, for those who have none of their own.

The wheel's own Python layer opens every folder above the data to all users and stops the server with the last process
that used it. This one leaves a stranger's folders as they were: see ``docs/decisions/0002-embedded-postgresql.md``.
"""

from .server import Embedded, EmbeddedError

__all__ = ["Embedded", "EmbeddedError"]
