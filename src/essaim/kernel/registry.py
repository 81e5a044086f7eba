"""A named list that a lower package keeps and upper packages add to when Django starts."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Things by name. Adding the same name twice is an error: two packages would not know of each other."""

    def __init__(self, what: str):
        self._what = what
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        """Adds ``item``; raises ValueError if ``name`` is taken by another."""
        if self._items.get(name, item) != item:
            raise ValueError(f"{self._what} “{name}” is registered twice")
        self._items[name] = item
        return item

    def get(self, name: str) -> T | None:
        return self._items.get(name)

    def __getitem__(self, name: str) -> T:
        return self._items[name]

    def __contains__(self, name: str) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[tuple[str, T]]:
        return iter(self._items.items())

    def __len__(self) -> int:
        return len(self._items)
