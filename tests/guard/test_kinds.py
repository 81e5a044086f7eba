"""Kinds of notification: which may disturb at any hour, and that each says why."""

import pytest

from essaim.notifications.api import kinds

# Of account security alone. A line here is a decision: it reaches people at night.
URGENT = {"account.security"}


@pytest.fixture(autouse=True)
def _urls() -> None:
    import essaim.config.urls  # noqa: F401  every package is loaded


def test_nothing_but_account_security_is_urgent() -> None:
    assert {name for name, kind in kinds if kind.urgent} == URGENT


def test_a_kind_says_what_it_is_and_why_it_is_told() -> None:
    for _name, kind in kinds:
        assert str(kind.label).strip() and str(kind.why).strip()
