"""Names in the order of a French list."""

import pytest

from essaim.kernel.ordering import by_name
from essaim.organisation.models import Theme

pytestmark = pytest.mark.django_db


def test_accents_capitals_and_ligatures_do_not_move_a_name() -> None:
    names = ["Travailler", "Écouter", "émile", "Zoé", "Dire", "Œuvrer", "Faire", "Observer", "Partir"]
    for number, name in enumerate(names):
        Theme.objects.create(slug=f"t{number}", name=name)
    sorted_names = list(Theme.objects.order_by(by_name(), "pk").values_list("name", flat=True))
    assert sorted_names == ["Dire", "Écouter", "émile", "Faire", "Observer", "Œuvrer", "Partir", "Travailler", "Zoé"]


def test_a_name_typed_with_a_straight_apostrophe_is_set() -> None:
    assert Theme(name="Partager ce que l'on sait").label == "Partager ce que l’on sait"
