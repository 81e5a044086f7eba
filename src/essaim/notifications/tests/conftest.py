from collections.abc import Iterator

import pytest

from .factories import Clock, some_kinds
from .letters import Letters, mail_server


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    with some_kinds():
        yield


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def server() -> Iterator[tuple[Letters, int]]:
    with mail_server() as running:
        yield running
