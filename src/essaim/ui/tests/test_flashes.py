"""Said once, and to the one it was said to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from essaim.people.session import SessionStore
from essaim.people.tests.factories import make_member
from essaim.ui.flashes import Flashes

pytestmark = pytest.mark.django_db


def asked(cookies: dict[str, str], user: Any, session: SessionStore) -> Any:
    request = RequestFactory().get("/")
    request.COOKIES, request.user, request.session = cookies, user, session  # type: ignore[assignment]
    return request


def said(cookies: dict[str, str], user: Any, session: SessionStore) -> list[str]:
    return [str(one) for one in Flashes(asked(cookies, user, session))]


def session() -> SessionStore:
    made = SessionStore()
    made.create()
    return made


def say(words: str, request: Any, meanwhile: Callable[[], object] = lambda: None) -> dict[str, str]:
    """The cookies of the answer."""
    storage, response = Flashes(request), HttpResponse()
    storage.add(messages.SUCCESS, words)
    meanwhile()
    storage.update(response)
    return {name: morsel.value for name, morsel in response.cookies.items()}


@pytest.mark.parametrize("words", ["C’est enregistré.", "Long. " * 1000])
def test_what_was_said_is_for_its_session_alone(words: str) -> None:
    member, own = make_member(), session()
    cookies = say(words, asked({}, member, own))
    assert said(cookies, member, own) == [words]
    for user, other in ((make_member(), session()), (member, session()), (AnonymousUser(), SessionStore())):
        assert said(cookies, user, other) == []


def test_what_is_said_on_the_way_in_and_out_is_read() -> None:
    member, own = make_member(), session()
    assert said(say("Bienvenue.", asked({}, member, own), own.cycle_key), member, own) == ["Bienvenue."]
    # A visitor's session begins when the answer is made.
    assert said(say("Ce lien a servi.", asked({}, AnonymousUser(), SessionStore())), AnonymousUser(), session()) == [
        "Ce lien a servi."
    ]
