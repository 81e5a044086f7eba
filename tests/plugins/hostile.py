"""Makes our own carelessness show: lists without an order come shuffled, the network is closed."""

import gc
import socket
from collections.abc import Iterator
from typing import Any

import pytest


def pytest_collection_finish() -> None:
    """As in a web process: what was imported stays, and is looked at no more."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def _shuffled_querysets(monkeypatch: pytest.MonkeyPatch) -> None:
    """A queryset of our models without ``order_by`` comes in reversed order, so that no test passes by luck."""
    from django.db.models import QuerySet

    fetch = QuerySet._fetch_all

    def shuffled(self: Any) -> None:
        fresh = self._result_cache is None
        fetch(self)
        ours = self.model.__module__.startswith("essaim.")
        if fresh and ours and not self.ordered and not self.query.is_sliced and len(self._result_cache) > 1:
            self._result_cache.reverse()

    monkeypatch.setattr(QuerySet, "_fetch_all", shuffled)


@pytest.fixture(autouse=True)
def _closed_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address[0]}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", local_only)
    yield


@pytest.fixture(autouse=True)
def _organisation_is_looked_at_anew() -> None:
    """What a process keeps of the organisation belongs to one test's database."""
    from essaim.organisation import known

    known.forget()
