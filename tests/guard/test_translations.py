"""Every string of the interface has its English."""

from essaim.config.catalogues import missing


def test_nothing_is_left_untranslated() -> None:
    assert missing() == []
