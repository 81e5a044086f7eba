"""The search page and the box in the bar."""

import pytest
from django.test import Client

from essaim.people.tests.factories import make_audience, make_member

from .factories import KIND, Library

pytestmark = pytest.mark.django_db


def test_results_are_marked_and_safe(client: Client, shelf: Library, django_assert_num_queries) -> None:
    member = make_member()
    audience = make_audience("rh", member)
    shelf.add("Les <b>entretiens</b>", "Un entretien <script>alert(1)</script> par an & pas plus", restricted_to=[audience.pk])
    client.force_login(member)
    client.get("/search/", {"q": "entretien"})
    with django_assert_num_queries(4):
        html = client.get("/search/", {"q": "entretien"}).content.decode()
    assert "<mark>entretien</mark>" in html
    assert "&lt;script&gt;" in html and "<script>alert" not in html
    assert "Les &lt;b&gt;entretiens&lt;/b&gt;" in html
    assert "Réservé à Rh" in html


def test_the_key_of_the_search_box_is_a_preference(client: Client, shelf: Library) -> None:
    client.force_login(make_member())
    assert "data-slash" in client.get("/people/preferences/").content.decode()
    assert "data-slash" not in client.get("/search/", {"q": "introuvable"}).content.decode()


def test_nothing_found_says_what_to_do(client: Client, shelf: Library) -> None:
    client.force_login(make_member())
    assert "Rien pour ces mots" in client.get("/search/", {"q": "introuvable"}).content.decode()
    html = client.get("/search/", {"q": "introuvable", "kind": KIND}).content.decode()
    assert "Chercher partout" in html


def test_a_corrected_word_is_said(client: Client, shelf: Library) -> None:
    shelf.add("Le recrutement")
    client.force_login(make_member())
    assert "Vouliez-vous dire «\u202frecrutement\u202f»" in client.get("/search/", {"q": "recrutemnt"}).content.decode()


def test_more_than_a_page_follows(client: Client, shelf: Library) -> None:
    for number in range(15):
        shelf.add(f"Tiroir {number}", "bois")
    client.force_login(make_member())
    first = client.get("/search/", {"q": "bois"}).content.decode()
    second = client.get("/search/", {"q": "bois", "page": "2"}).content.decode()
    assert first.count('class="label"') == 10 and second.count('class="label"') == 5
    assert "page=2" in first and "Revenir au début" in second


@pytest.mark.parametrize("query", ["q=a&page=x", "q=a&page=-1", "q=%00", "kind=nothing&q=a", "q=a&page=99999999999999999999"])
def test_odd_addresses_are_answered(client: Client, query: str) -> None:
    client.force_login(make_member())
    assert client.get(f"/search/?{query}").status_code == 200


def test_the_box_is_on_other_pages_and_one_signs_in_first(client: Client) -> None:
    assert client.get("/search/?q=a")["Location"].startswith("/people/account/sign-in/")
    client.force_login(make_member())
    assert 'role="search"' in client.get("/notifications/").content.decode()
    assert client.get("/search/").content.decode().count('role="search"') == 1
