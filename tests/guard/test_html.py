"""Pages are valid HTML: no error of the parser that browsers follow, no id twice, no reference to an id that is not there."""

from collections import Counter
from typing import Any

import html5lib
import pytest
from django.test import Client
from django.urls import reverse

from essaim.conversations.tests.factories import MAIL_DOMAIN
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_member
from tests.stage import Cast, stage

from .test_matrix import MATRIX
from .world import World, make_world

# Attributes that hold ids.
REFERRING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "form", "list")
# Fields of our forms.
SENT = (
    "title",
    "name",
    "email",
    "password",
    "text",
    "kind",
    "to",
    "role",
    "scopes",
    "days",
    "language",
    "language_code",
    "source",
)


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def faults(html: str) -> list[str]:
    """What is wrong with a page, in a line each."""
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(html)
    lines = ["", *html.splitlines(), ""]
    found = [f"{code} {given} in {lines[min(line, len(lines) - 1)].strip()[:100]}" for (line, _), code, given in parser.errors]
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    found += [f"id {id} stands {n} times" for id, n in ids.items() if n > 1]
    for element in tree.iter():
        for name in REFERRING:
            found += [f"{name} names {id}, which is not there" for id in (element.get(name) or "").split() if id not in ids]
    return found


# Whoever administers sees every page; what a member sees of them is in what follows, too.
@pytest.mark.parametrize(
    ("role", "language"),
    [("administrator", "fr"), ("administrator", "en"), pytest.param("member", "en", marks=pytest.mark.full)],
)
def test_every_page_is_valid(role: str, language: str, world: World, client: Client) -> None:
    who = make_member(*([] if role == "member" else [role]), language=language)
    client.force_login(who)
    wrong = []
    for name, (arguments, _letters) in MATRIX.items():
        kwargs = arguments(world) if callable(arguments) else arguments
        response = client.get(reverse(name, kwargs=kwargs))
        if response.headers.get("Content-Type", "").startswith("text/html") and response.text.startswith("<!doctype"):
            wrong += [f"{name}: {fault}" for fault in faults(response.text)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_members_did_is_shown_in_valid_pages(language: str, world: World, client: Client, settings: Any) -> None:
    """Pages that are somebody's own, and what they show once there is something: no stranger gets to them."""
    settings.MAIL_DOMAIN = MAIL_DOMAIN
    names = {"claire": "Claire", "thomas": "Thomas", "aurelie": "Aurélie", "yann": "Yann"}
    roles = {"aurelie": ["facilitator"], "yann": ["administrator"]}
    made = {one: make_member(*roles.get(one, []), first_name=name, language=language) for one, name in names.items()}
    cast = Cast(**{one: load_member(member.pk) or member for one, member in made.items()})
    wrong = []
    for name, who, path in stage(cast):
        client.logout()
        if who:
            client.force_login(getattr(cast, who))
        response = client.get(path, headers={"Accept-Language": language})
        if response.status_code != 200 or f'<html lang="{language}"' not in response.text:
            wrong.append(f"{name}: {response.status_code} for {path}")
        elif response.text.startswith("<!doctype"):
            wrong += [f"{name}: {fault}" for fault in faults(response.text)]
    assert not wrong, "\n".join(wrong)


def test_a_refused_form_names_what_is_said_of_its_fields(world: World, client: Client) -> None:
    """Every page, sent back with nothing filled in, and with what no field takes."""
    who = make_member("administrator")
    wrong, refused = [], set()
    for name, (arguments, letters) in MATRIX.items():
        if letters[-1] != "P" or name.startswith("api"):
            continue
        kwargs = arguments(world) if callable(arguments) else arguments
        # As browsers do: something is always sent.
        for given in ({"csrfmiddlewaretoken": "x"}, dict.fromkeys(SENT, "?")):
            # What was sent may have ended the session.
            client.force_login(who)
            response = client.post(reverse(name, kwargs=kwargs), given)
            if response.headers.get("Content-Type", "").startswith("text/html") and response.text.startswith("<!doctype"):
                wrong += [f"{name}: {fault}" for fault in faults(response.text)]
                refused |= {name} if '_error"' in response.text else set()
    assert not wrong, "\n".join(wrong)
    assert len(refused) > 12, refused


def test_what_is_wrong_is_found() -> None:
    page = '<!doctype html><html lang="fr"><title>x</title><body><p id="a"><div id="a">x</div></p><label for="b">y</label>'
    assert len(faults(page)) == 3
