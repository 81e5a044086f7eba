"""Pages are named by their title, as far as everybody may know it."""

import pytest
from django.urls import reverse

from essaim.ui.titles import namers, title_of

from .world import World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def test_what_is_open_has_a_title_and_what_is_restricted_has_none(world: World) -> None:
    assert title_of(reverse("learning:sequence", args=["pour-tous"])) == "Pour tous"
    assert title_of(reverse("learning:lesson", args=["pour-tous", "lecon"]) + "?reply=1#composer") == "Leçon"
    assert title_of(reverse("conversations:thread", args=[world.thread.pk])) == world.thread.title
    assert title_of(reverse("learning:sequence", args=["reserve"])) == ""
    assert title_of(reverse("learning:lesson", args=["reserve", "lecon"])) == ""
    assert title_of(reverse("conversations:thread", args=[world.restricted_thread.pk])) == ""
    assert title_of(reverse("content:programme", args=["inconnu"])) == ""


def test_pages_of_the_bar_are_called_as_there() -> None:
    assert title_of("/learning/sequences/") == "Séquences"
    assert [title_of(path) for path in ("/nowhere/", "", "/people/preferences/")] == ["", "", ""]


def test_every_namer_names_an_address_that_exists() -> None:
    from .test_matrix import MATRIX

    assert {name for name, _namer in namers} <= set(MATRIX)
