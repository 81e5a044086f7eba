from collections.abc import Iterator

import pytest

from .factories import Library, library


@pytest.fixture
def shelf(db: None) -> Iterator[Library]:
    with library() as made:
        yield made
