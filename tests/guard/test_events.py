"""Every event type has an example, and survives its way through the log."""

import pytest

from essaim.journal.events import event_types, load


@pytest.fixture(autouse=True)
def _urls() -> None:
    import essaim.config.urls  # noqa: F401  every package is loaded


def test_there_are_events() -> None:
    assert len(event_types) > 5


def test_every_event_has_a_sample_that_comes_back_the_same() -> None:
    for name, cls in event_types:
        sample = cls.sample()
        assert load(name, sample.actor_id, sample.subject_id, sample.payload()) == sample


def test_events_are_named_after_the_package_that_owns_them() -> None:
    for name, cls in event_types:
        assert name.split(".")[0] == cls.__module__.split(".")[1]
