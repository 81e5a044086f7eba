"""How many queries the main pages cost, which, and from where: see ``queries/`` beside this file."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from essaim.conversations.actions.posts import publish_in_discussion, publish_post
from essaim.conversations.actions.threads import start_thread
from essaim.kernel.ids import new_key
from essaim.organisation import known
from essaim.people.tests.factories import make_member
from tests.plugins.queries import check, recorded

from .world import World, make_world

SNAPSHOTS = Path(__file__).parent / "queries"
# The address of each page, and how many queries it may cost.
PAGES: dict[str, tuple[Callable[[World], str], int]] = {
    "home": (lambda w: reverse("home:home"), 6),
    "sequences": (lambda w: reverse("learning:sequences"), 8),
    "sequence": (lambda w: reverse("learning:sequence", args=["pour-tous"]), 8),
    "lesson-first-opening": (lambda w: reverse("learning:lesson", args=["pour-tous", "lecon"]), 8),
    "threads": (lambda w: reverse("conversations:threads"), 8),
    "thread": (lambda w: reverse("conversations:thread", args=[w.thread.pk]), 8),
    "discussion": (lambda w: reverse("conversations:discussion", args=["lesson", w.lesson_id]), 8),
    "search": (lambda w: reverse("search:search") + "?q=question+lecon", 5),
    "notifications": (lambda w: reverse("notifications:centre"), 8),
    "members": (lambda w: reverse("people:members"), 12),
    "member": (lambda w: reverse("people:member", args=[w.claire.pk]), 12),
    "introductions": (lambda w: reverse("conversations:introductions"), 12),
    "team": (lambda w: reverse("people:team", args=[w.team_id]), 12),
    "announcement": (lambda w: reverse("announcements:announcement", args=[w.announcement_id]), 12),
    "announcements": (lambda w: reverse("announcements:announcements"), 12),
    "invitations": (lambda w: reverse("people:invitations"), 12),
    "api-me": (lambda w: reverse("api:me"), 8),
    "api-people": (lambda w: reverse("api:people"), 4),
    "api-lesson": (lambda w: reverse("api:lesson", args=[w.lesson_id]), 4),
    "api-threads": (lambda w: reverse("api:threads"), 5),
    "api-posts": (lambda w: reverse("api:posts") + f"?thread={w.thread.pk}", 5),
    "accompaniments": (lambda w: reverse("accompaniment:accompaniments"), 8),
    "accompaniment-new": (lambda w: reverse("accompaniment:new") + f"?about=lesson:{w.lesson_id}", 12),
    "programme": (lambda w: reverse("content:programme", args=["programme"]), 12),
}


PROGRAMME = "---\ntitle: Programme\nsummary: Une phrase.\nlanguage: fr\n---\n## L'intention\n\nPour voir.\n"


@pytest.fixture
def world(db: None, tmp_path: Path) -> World:
    """The small organisation, with three of everything that comes in lists: what costs a query a row shows."""
    world = make_world()
    (tmp_path / "programme.md").write_text(PROGRAMME)
    call_command("import_content", str(tmp_path), verbosity=0)
    for _ in range(3):
        colleague = make_member()
        written = {"actor": colleague, "source": "Une réponse.", "language": "fr"}
        publish_in_discussion(anchor_type="lesson", anchor_id=world.lesson_id, key=new_key(), **written)
        publish_post(thread_id=world.thread.pk, key=new_key(), **written)
        start_thread(key=new_key(), kind="question", title="Une leçon ?", anchor=("lesson", world.lesson_id), **written)
    call_command("search_rebuild", verbosity=0)
    # As in a process that has served a page before.
    known.current()
    return world


def test_pages_cost_what_their_snapshots_say(world: World, client: Client) -> None:
    """One world for all: each page is taken back before the next."""
    client.force_login(world.claire)
    wrong = []
    for name, (address, most) in PAGES.items():
        with transaction.atomic():
            with recorded() as asked:
                response = client.get(address(world))
            transaction.set_rollback(True)
        assert response.status_code in (200, 302), name
        try:
            check(name, asked, SNAPSHOTS)
        except AssertionError as difference:
            wrong.append(str(difference))
        assert len(asked) <= most, name
    assert not wrong, "\n".join(wrong)


def test_a_lesson_that_is_open_already_costs_no_write(world: World, client: Client) -> None:
    client.force_login(world.claire)
    address = PAGES["lesson-first-opening"][0](world)
    client.get(address)
    with recorded() as asked:
        client.get(address)
    assert not [line for line in asked if line.startswith("insert")]
    check("lesson", asked, SNAPSHOTS)
