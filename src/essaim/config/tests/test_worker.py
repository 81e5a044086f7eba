"""The service worker and the page that it keeps: nobody's, and new with what they are made of."""

import json
import re
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import translation

from essaim.organisation import known
from essaim.organisation.models import Organisation
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db


def _house(client: Client) -> dict[str, Any]:
    answer = client.get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    found = re.match(r"self\.HOUSE = (.*);\n", answer.content.decode())
    assert found
    house: dict[str, Any] = json.loads(found[1])
    return house


def test_all_that_it_keeps_is_there(client: Client) -> None:
    house = _house(client)
    assert set(house["pages"]) == {"fr", "en"}
    for path in house["pages"].values():
        assert client.get(path).status_code == 200
    for path in house["files"]:
        assert finders.find(path.removeprefix("/static/")) or client.get(path).status_code == 200, path


def test_the_offline_page_asks_for_nothing_that_is_not_kept(client: Client) -> None:
    house = _house(client)
    text = client.get(house["pages"]["en"]).content.decode()
    asked = re.findall(r'(?:<script[^>]* src|rel="(?:stylesheet|preload)" href)="([^"]+)"', text)
    assert asked
    assert set(asked) <= set(house["files"])


def test_it_is_asked_for_again_at_no_cost_and_new_with_the_organisation(client: Client, django_assert_num_queries: Any) -> None:
    before = client.get("/sw.js")
    with django_assert_num_queries(0):
        again = client.get("/sw.js", headers={"if-none-match": before["ETag"]})
    assert (again.status_code, before["Cache-Control"]) == (304, "no-cache")
    organisation = Organisation.current()
    Organisation.objects.update(name="Brindel", version=organisation.version + 1)
    known.forget()
    assert client.get("/sw.js")["ETag"] != before["ETag"]


@pytest.mark.parametrize(("language", "words"), [("fr", "Vous êtes hors ligne"), ("en", "You are offline")])
def test_the_offline_page_is_nobodys_in_each_language(language: str, words: str, client: Client) -> None:
    client.force_login(make_member(first_name="Zénobie", language="fr"))
    with translation.override("fr"):
        answer = client.get(f"/offline/{language}/")
    text = answer.content.decode()
    assert words in text and f'<html lang="{language}">' in text
    assert "Zénobie" not in text and "csrfmiddlewaretoken" not in text
    assert answer["Content-Language"] == language
    assert client.get("/offline/xx/").status_code == 404
