"""Said once, and to the one it was said to."""

from typing import Any

import pytest
from django.contrib import messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpResponse
from django.test import RequestFactory

from essaim.people.session import SessionStore
from essaim.ui.flashes import Flashes

pytestmark = pytest.mark.django_db


def asked(cookies: dict[str, str], session: SessionStore) -> Any:
    request = RequestFactory().get("/")
    request.COOKIES, request.session = cookies, session  # type: ignore[assignment]
    return request


def said(cookies: dict[str, str], session: SessionStore) -> list[str]:
    return [str(one) for one in Flashes(asked(cookies, session))]


@pytest.mark.parametrize("words", ["C’est enregistré.", "Long. " * 1000])
def test_what_was_said_is_for_its_session_alone(words: str) -> None:
    session, other = SessionStore(), SessionStore()
    session.create(), other.create()
    storage, response = Flashes(asked({}, session)), HttpResponse()
    storage.add(messages.SUCCESS, words)
    storage.update(response)
    cookies = {name: morsel.value for name, morsel in response.cookies.items()}
    assert said(cookies, session) == [words]
    assert said(cookies, other) == said(cookies, SessionStore()) == []


def test_what_is_said_while_signing_in_is_read_in_the_new_session() -> None:
    session = SessionStore()
    session.create()
    storage, response = Flashes(asked({}, session)), HttpResponse()
    storage.add(messages.SUCCESS, "Bienvenue.")
    session.cycle_key()
    storage.update(response)
    assert said({name: morsel.value for name, morsel in response.cookies.items()}, session) == ["Bienvenue."]
    assert issubclass(Flashes, FallbackStorage)
