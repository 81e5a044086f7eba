"""Ids from a browser: a number that the database can hold, or nothing."""

import pytest

from essaim.kernel.ids import read_id


@pytest.mark.parametrize(("text", "id"), [("12", 12), (" 7 ", 7), ("0", 0), (str(2**63 - 1), 2**63 - 1)])
def test_an_id_is_read(text: str, id: int) -> None:
    assert read_id(text) == id


@pytest.mark.parametrize("text", [None, "", "x", "-1", "1.5", "²", "٣", str(2**63), "9" * 5000, "1 OR 1=1"])
def test_anything_else_is_none(text: str | None) -> None:
    assert read_id(text) is None
