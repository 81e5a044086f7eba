"""The list of threads: its pages, its filters, and addresses that nobody made."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from essaim.conversations.models import Thread
from essaim.organisation.models import Theme
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_theme, make_thread

pytestmark = pytest.mark.django_db


def test_the_list_goes_on_by_activity_and_by_filter(client: Client) -> None:
    member, theme = make_member(), make_theme()
    now = timezone.now()
    Thread.objects.bulk_create(
        Thread(
            kind="discussion", title=f"Fil {n}.", author=member, posts_count=1, last_number=1, created_at=now, last_post_at=now
        )
        for n in range(45)
    )
    other = make_thread(make_member(), title="Autre thème", theme_id=theme.pk)
    client.force_login(member)
    seen, address = [], "/conversations/threads/"
    while address:
        text = client.get(address).text
        seen += re.findall(r"Fil (\d+)\.", text)
        following = re.search(r'href="([^"]*)" rel="next"', text)
        address = following[1].replace("&amp;", "&") if following else ""
    assert len(seen) == len(set(seen)) == 45
    assert "Autre thème" in client.get(f"/conversations/threads/?theme={theme.slug}").text
    assert "Fil 4." not in client.get(f"/conversations/threads/?theme={theme.slug}").text
    assert "Vous n’avez encore rien écrit" in client.get("/conversations/threads/?show=mine").text.replace("'", "’").replace(
        "&#39;", "’"
    )
    assert "Il n’y a rien de plus ancien" in client.get("/conversations/threads/?before=2001-01-01T00:00:00%2B00:00_1").text
    make_post(member, other)
    assert "Autre thème" in client.get("/conversations/threads/?show=mine").text
    assert "Autre thème" not in client.get("/conversations/threads/?show=unanswered").text


def test_an_address_that_nobody_made_is_a_list_or_not_found(client: Client) -> None:
    client.force_login(make_member())
    for query in (
        "before=x",
        "before=2026-01-01_1",
        "before=2026-01-01T00:00:00+00:00_x",
        "show=%27&kind=%27",
    ):
        assert client.get(f"/conversations/threads/?{query}").status_code == 200, query
    for theme in ("%27", "x" * 999, "nulle-part"):
        assert client.get(f"/conversations/threads/?theme={theme}").status_code == 404, theme


def test_who_arranges_themes_is_led_to_those_that_they_read(client: Client) -> None:
    here, elsewhere = make_theme(), make_theme("paie")
    Theme.objects.filter(pk=elsewhere.pk).update(restricted_to=[make_audience().pk])
    client.force_login(make_member("facilitator"))
    page = client.get("/conversations/themes/").text
    assert f"?theme={here.slug}" in page and elsewhere.name in page and f"?theme={elsewhere.slug}" not in page
