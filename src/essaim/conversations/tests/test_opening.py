"""The form of a new thread: what is refused stands where it is to be mended, and what may answer already is shown."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from essaim.conversations.models import Post, Thread
from essaim.kernel import clock
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_thread

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"title": ""}, "title", "Donnez un titre"),
        ({"title": "t" * 300}, "title", "160 au plus"),
        ({"kind": "finding", "link": "javascript:alert(1)"}, "link", "page du web"),
        ({"kind": "finding", "link": "https://a.example", "origin": "s" * 200}, "origin", "120 au plus"),
        ({"kind": "poll", "options": "Une seule"}, "options", "au moins deux"),
        ({"kind": "poll", "options": "Un\nDeux", "closes_on": "2020-01-01"}, "closes_on", ""),
    ],
    ids=["untitled", "long title", "address", "origin", "poll of one", "closed before"],
)
def test_what_is_refused_stands_at_its_field_and_is_led_to(
    client: Client, change: dict[str, str], field: str, words: str
) -> None:
    client.force_login(make_member())
    response = client.post(
        "/conversations/threads/new/", {"kind": "discussion", "title": "Un titre", "source": "Un texte"} | change
    )
    assert response.status_code == 422
    page = response.text.replace("\u202f", " ").replace("&#x27;", "'")
    error = re.search(rf'<p class="error" id="id_{field}_error">([^<]+)', page)
    assert error and words in error[1]
    assert f'<a href="#id_{field}">' in page
    control = re.search(rf'<(?:input|textarea)[^>]* id="id_{field}"[^>]*>', page)
    assert control and 'aria-invalid="true"' in control[0] and f"id_{field}_error" in control[0]


def test_what_is_refused_of_the_text_stands_above_the_form_alone(client: Client) -> None:
    client.force_login(make_member())
    page = client.post("/conversations/threads/new/", {"kind": "discussion", "title": "Un titre", "source": ""}).text
    assert 'role="alert" id="refused"' in page and "Votre message est vide" in page
    assert "À corriger" not in page


def test_threads_that_fit_the_title_are_shown_while_it_is_typed(client: Client) -> None:
    reader, author = make_member(), make_member()
    thread = make_thread(author, title="Comment partager un agenda avec une collègue ?")
    make_thread(author, title="Les vacances de la cantine")
    call_command("search_rebuild", verbosity=0)
    client.force_login(reader)
    page = client.get("/conversations/similar/", {"title": "partager mon agenda"}).text
    assert thread.title in page and f'href="/conversations/threads/{thread.pk}/"' in page
    assert "cantine" not in page


def test_what_one_may_not_see_is_not_similar_either(client: Client) -> None:
    author, reader = make_member(), make_member()
    audience = make_audience("reserve", author)
    make_thread(load_member(author.pk) or author, title="Partager un agenda secret", restricted_to=[audience.pk])
    call_command("search_rebuild", verbosity=0)
    client.force_login(reader)
    assert "secret" not in client.get("/conversations/similar/", {"title": "partager un agenda secret"}).text


@pytest.mark.parametrize("title", ["", "agenda", "le de la", "\x00" * 9, "é" * 5_000])
def test_too_little_to_compare_shows_nothing(client: Client, title: str) -> None:
    reader = make_member()
    make_thread(reader, title="Un agenda")
    call_command("search_rebuild", verbosity=0)
    client.force_login(reader)
    response = client.get("/conversations/similar/", {"title": title})
    assert response.status_code == 200
    assert "<li>" not in response.text


def test_who_goes_back_and_sends_the_form_again_is_led_to_their_thread(client: Client) -> None:
    member = make_member()
    audience = make_audience("un-public", member)
    client.force_login(member)
    words: dict[str, Any] = {
        "kind": "discussion",
        "title": "Un retour d'expérience",
        "source": "Deux lignes,\r\net c'est tout.",
    }

    def send(**other: Any) -> Any:
        return client.post("/conversations/threads/new/", words | {"key": str(uuid.uuid4())} | other, follow=True)

    send()
    thread = Thread.objects.get()
    again = send()
    assert again.redirect_chain[-1][0] == f"/conversations/threads/{thread.pk}/"
    assert "Vous venez de publier ce fil" in again.text and Thread.objects.count() == 1
    # Other words are another thread, and so are the same ones of somebody else, or on another day.
    send(source="Autre chose.")
    send(kind="testimony")
    for _ in range(2):
        send(audiences=[audience.pk])
    Thread.objects.update(created_at=clock.now() - timedelta(hours=2))
    Post.objects.update(created_at=clock.now() - timedelta(hours=2))
    send()
    client.force_login(make_member())
    send()
    assert Thread.objects.count() == 6
    for options in ("Lundi\nMardi", "Mars\nAvril"):
        send(kind="poll", source="", options=options)
    assert Thread.objects.count() == 8
    for link in ("https://example.org/a", "https://example.org/b"):
        send(kind="finding", link=link)
    assert Thread.objects.count() == 10
