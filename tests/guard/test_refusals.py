"""A form that is sent empty comes back with what is wrong, and everything that it points to is on the page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from essaim.people.tests.factories import make_member

from .world import World, make_world

# The pages with a form of several fields, and what is sent where nothing would be an answer too.
FORMS: dict[str, dict[str, str]] = {
    "accompaniment:new": {},
    "accompaniment:volunteer": {"willing": "on", "at_once": "0", "away_until": "?"},
    "announcements:new": {},
    "content:new-programme": {},
    "conversations:new-thread": {},
    "notifications:preferences": {"quiet_from": "25:99", "hours": "own", "daily_at": "?"},
    "organisation:settings": {},
    "organisation:structure": {},
    "people:imports": {},
    "people:invitations": {},
    "people:new-audience": {"act": "save"},
    "people:preferences": {"job_family": "0", "language": "?"},
    "people:sign-in-settings": {"issuer": "?"},
    "people:tokens": {},
}
# One thing alone is wrong, in a field that the template writes out by itself.
ALONE = {
    "organisation:settings": {
        "organisation": "Brindel",
        "colour": "#ffd400",
        "languages": "fr",
        "language": "fr",
        "time_zone": "Europe/Paris",
    }
}


@pytest.fixture
def world(db: None) -> World:
    return make_world()


@pytest.mark.parametrize(("name", "sent"), [*FORMS.items(), *ALONE.items()])
def test_what_is_refused_leads_to_what_is_wrong(world: World, client: Client, name: str, sent: dict[str, str]) -> None:
    client.force_login(make_member("facilitator", "administrator"))
    response = client.post(reverse(name), sent)
    assert response.status_code == 422, response.status_code
    html = response.content.decode()
    ids = set(re.findall(r'\sid="([^"]+)"', html))
    box = re.search(r'<div class="flash error" role="alert" id="refused".*?</div>', html, re.S)
    led_to = re.findall(r'href="#([^"]+)"', box[0]) if box else []
    assert set(led_to) <= ids, set(led_to) - ids
    assert led_to or "<p>" in (box[0] if box else "")
    # One thing has the focus, and it says what is wrong.
    main = html.partition("<main")[2]
    assert main.count(" autofocus") == 1 and 'id="refused" tabindex="-1" autofocus' in main
    described = {id for ids in re.findall(r'aria-describedby="([^"]+)"', html) for id in ids.split()}
    assert described <= ids, described - ids
