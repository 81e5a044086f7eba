"""Every string of the interface has its English."""

from collections import defaultdict

from essaim.config.catalogues import missing, packages, read


def test_nothing_is_left_untranslated() -> None:
    assert missing() == []


def test_nothing_is_marked_as_a_guess() -> None:
    """A fuzzy entry is there, and is not compiled."""
    assert [message.id for package in packages() for message in read(package) if message.id and message.fuzzy] == []


def test_the_same_french_has_the_same_english_everywhere() -> None:
    """Catalogues are one at run time, and the first package wins: where two disagree, a reader gets another page's word."""
    said: dict[object, dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for package in packages():
        for message in read(package):
            if message.id:
                # Plurals stand by their singular.
                french = message.id if isinstance(message.id, str) else message.id[0]
                english = message.string if isinstance(message.string, str) else message.string[0]
                said[message.context, french][english].append(package.name)
    assert {key: dict(words) for key, words in said.items() if len(words) > 1} == {}
