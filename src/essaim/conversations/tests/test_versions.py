"""What a post said before: kept when it is changed, shown word by word to those who see it, and to nobody once it is gone."""

import pytest
from django.test import Client

from essaim.conversations.actions.posts import delete_post, edit_post
from essaim.conversations.models import PostRevision
from essaim.conversations.versions import compare, history_of
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_thread

pytestmark = pytest.mark.django_db


def edit(author: Member, post_id: int, source: str, **more: object) -> None:
    edit_post(actor=author, post_id=post_id, source=source, language="fr", **more)  # type: ignore[arg-type]


def test_what_changed_is_shown_word_by_word(client: Client) -> None:
    author, reader = make_member(), make_member()
    post = make_post(author, make_thread(reader), "Le colis part **lundi** matin.")
    edit(author, post.pk, "Le colis part **mardi** matin.")
    edit(author, post.pk, "Le colis part **mardi** matin, à neuf heures.")
    client.force_login(reader)
    address = f"/conversations/posts/{post.pk}/history/"
    assert address in client.get(f"/conversations/threads/{post.thread_id}/").text
    page = client.get(address).text
    assert "<del>lundi</del><ins>mardi</ins>" in page
    assert "Le colis part lundi matin." in page
    assert PostRevision.objects.filter(post=post).count() == 2


def test_the_same_text_again_is_no_version() -> None:
    author = make_member()
    post = make_post(author, make_thread(make_member()), "Pareil.")
    edit(author, post.pk, "Pareil.")
    assert not PostRevision.objects.exists()


def test_a_title_has_versions_too() -> None:
    author = make_member()
    thread = make_thread(author, title="Comment dire non ?")
    opening = thread.posts.get(number=1)
    edit(author, opening.pk, opening.source, title="Comment dire oui ?")
    history = history_of(author, opening.pk)
    assert ("gone", "non") in history.changes[0].title and ("new", "oui") in history.changes[0].title


def test_versions_are_for_those_who_see_the_post_and_go_with_it(client: Client) -> None:
    insider, outsider = make_member(), make_member()
    audience = make_audience("reserve", insider)
    insider = load_member(insider.pk) or insider
    thread = make_thread(insider, restricted_to=[audience.pk])
    post = make_post(insider, thread, "Un premier jet maladroit.")
    edit(insider, post.pk, "Mieux dit.")
    address = f"/conversations/posts/{post.pk}/history/"
    client.force_login(outsider)
    assert client.get(address).status_code == 404
    client.force_login(insider)
    assert "maladroit" in client.get(address).text
    delete_post(actor=insider, post_id=post.pk)
    assert client.get(address).status_code == 404


def test_a_long_text_of_one_word_is_compared_in_time() -> None:
    before, after = "mot " * 5000, "mot " * 4990 + "fin"
    assert "".join(text for how, text in compare(before, after) if how != "gone").startswith("mot mot")
