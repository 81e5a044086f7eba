"""Who asks and who reads; and something to talk about, of a kind that only these tests know."""

from collections.abc import Iterator
from typing import Any

import pytest

from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.ui import anchors
from essaim.ui.anchors import Anchor

from .factories import MAIL_DOMAIN


@pytest.fixture
def asker() -> Member:
    return make_member()


@pytest.fixture
def reader() -> Member:
    return make_member()


@pytest.fixture
def places() -> Iterator[dict[int, Anchor]]:
    """The anchors of kind ``place`` by id; files call them ``place-<id>``."""
    known = {7: Anchor(title="La leçon sept", url="/ici/"), 8: Anchor(title="La leçon huit", url="/la/")}

    def named(words: str) -> int | None:
        id = words.removeprefix("place-")
        return int(id) if id.isdecimal() and int(id) in known else None

    anchors.kinds.add("place", anchors.Kind("SELECT json_build_array({id})", lambda id, _row: known.get(id)))
    anchors.references.add("place", named)
    yield known
    del anchors.kinds._items["place"], anchors.references._items["place"]


@pytest.fixture
def mail_domain(settings: Any) -> None:
    """Answers by mail are on: they come to this domain."""
    settings.MAIL_DOMAIN = MAIL_DOMAIN
