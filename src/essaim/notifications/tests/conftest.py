from collections.abc import Iterator

import pytest

from .factories import Clock, some_kinds


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with some_kinds():
        yield


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
