"""The page of a failure does not fail."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from essaim.organisation import known
from essaim.ui import errors


def asked() -> HttpRequest:
    """As it is where the session could not be loaded: of nobody."""
    return RequestFactory().get("/")


@pytest.mark.parametrize(("language", "words"), [("fr", "est cassé chez nous"), ("en", "Something broke on our side")])
@pytest.mark.parametrize("works", [False, True])
def test_it_says_so_with_or_without_a_database(
    language: str, words: str, works: bool, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if works:
        request.getfixturevalue("db")
    else:
        monkeypatch.setattr(known, "current", lambda: 1 / 0)
    with translation.override(language):
        page = errors.server_error(asked())
    html = page.content.decode()
    assert page.status_code == 500 and words in html
    assert ('class="bar"' in html) is works and "<nav" not in html
