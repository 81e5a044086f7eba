"""The entries of the main navigation, added by the packages that own the pages."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from essaim.kernel.language import once_a_language
from essaim.kernel.registry import Registry


@dataclasses.dataclass(frozen=True)
class Entry:
    """One link of the navigation.

    Parameters:
        label: what it is called, lazily translated.
        url_name: the page, as ``reverse`` knows it.
        order: entries are sorted by it.
        segment: the first segment of the addresses for which it is the current entry.
        role: a role that the reader needs, None for everybody.
    """

    label: Any
    url_name: str
    order: int
    segment: str
    role: str | None = None


entries: Registry[Entry] = Registry("navigation entry")


@once_a_language
def entries_for(role_names: frozenset[str]) -> Sequence[Entry]:
    """The entries of whoever has these roles, in order, their labels in the reader's language."""
    allowed = role_names | ({"facilitator"} if "administrator" in role_names else frozenset())
    shown = [entry for _, entry in entries if entry.role is None or entry.role in allowed]
    return [dataclasses.replace(entry, label=str(entry.label)) for entry in sorted(shown, key=lambda entry: entry.order)]
