"""A thread is found by its title and by what was said in it."""

import pytest

from essaim.conversations.actions.posts import delete_post
from essaim.conversations.indexing import all_ids, line, load
from essaim.people.tests.factories import make_member
from essaim.ui.anchors import Anchor

from .factories import make_post, make_theme, make_thread
from .test_slot import say

pytestmark = pytest.mark.django_db


def test_a_document_holds_title_and_posts_without_what_was_deleted() -> None:
    member, theme = make_member(), make_theme()
    thread = make_thread(member, title="Le titre", source="La *question*.", theme_id=theme.pk)
    make_post(member, thread, "La réponse.")
    gone = make_post(member, thread, "Le regret.")
    delete_post(actor=member, post_id=gone.pk)
    (document,) = load([thread.pk])
    assert (document.title, document.body) == ("Le titre", "La question.\nLa réponse.")
    assert (document.url, list(document.themes)) == (f"/conversations/threads/{thread.pk}/", [theme.pk])
    assert line(document.meta) == "Question, 1 réponse"


def test_an_empty_thread_is_not_found() -> None:
    member = make_member()
    thread = make_thread(member)
    delete_post(actor=member, post_id=thread.posts.get().pk)
    assert list(load([thread.pk])) == []
    assert list(all_ids()) == []


def test_the_talk_under_an_anchor_is_found_under_its_title(places: dict[int, Anchor]) -> None:
    main = say(make_member(), "Bonjour.").thread
    assert [document.title for document in load([main.pk])] == ["La leçon sept"]
