"""Whom a theme is for, held until the transaction ends."""

import dataclasses
from collections.abc import Sequence

from django.db import connection


@dataclasses.dataclass(frozen=True)
class Bounds:
    restricted_to: list[int]
    archived: bool

    def takes(self, restricted_to: Sequence[int]) -> bool:
        """Whether a thread for these audiences may stand in the theme as it is."""
        return not self.restricted_to or (bool(restricted_to) and set(restricted_to) <= set(self.restricted_to))


def hold_theme(theme_id: int) -> Bounds | None:
    """Whoever arranges the theme waits until the caller's transaction ends; others who write in it do not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT restricted_to, archived_at IS NOT NULL FROM organisation_theme WHERE id = %s FOR SHARE", [theme_id]
        )
        row = cursor.fetchone()
    return Bounds(*row) if row else None


def fitting(theme_id: int | None, restricted_to: Sequence[int]) -> int | None:
    """The theme, where a thread for these audiences may stand in it; None where it may not."""
    theme = hold_theme(theme_id) if theme_id is not None else None
    return theme_id if theme and theme.takes(restricted_to) else None
