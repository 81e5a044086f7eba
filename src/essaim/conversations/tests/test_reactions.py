"""Saying something of a post without writing: once each, counted on the post, taken back, and never a ranking."""

import re

import pytest
from django.test import Client

from essaim.conversations.actions.posts import delete_post
from essaim.conversations.actions.reactions import react, withdraw_reaction
from essaim.conversations.models import Post, Reaction
from essaim.kernel.errors import Refused
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_thread
from .test_notifications import Notification, heard, work

pytestmark = pytest.mark.django_db


def test_a_meaning_is_said_once_and_taken_back() -> None:
    author, reader, other = make_member(), make_member(), make_member()
    post = make_post(author, make_thread(reader))
    for _again in range(2):
        react(actor=reader, post_id=post.pk, meaning="thanks")
    react(actor=other, post_id=post.pk, meaning="thanks")
    react(actor=other, post_id=post.pk, meaning="tried")
    post.refresh_from_db()
    assert post.reactions == {"thanks": 2, "tried": 1}
    for _again in range(2):
        withdraw_reaction(actor=other, post_id=post.pk, meaning="thanks")
    post.refresh_from_db()
    assert post.reactions == {"thanks": 1, "tried": 1}


def test_not_of_ones_own_not_of_what_is_gone_and_nothing_else() -> None:
    author, reader = make_member(), make_member()
    post = make_post(author, make_thread(reader))
    with pytest.raises(Refused, match="son propre"):
        react(actor=author, post_id=post.pk, meaning="thanks")
    with pytest.raises(Refused):
        react(actor=reader, post_id=post.pk, meaning="like")
    delete_post(actor=author, post_id=post.pk)
    with pytest.raises(Post.DoesNotExist):
        react(actor=reader, post_id=post.pk, meaning="thanks")
    assert not Reaction.objects.exists()


def test_without_javascript_it_is_a_page_with_buttons(client: Client) -> None:
    author, reader = make_member(), make_member(first_name="Samia", last_name="Belkacem")
    post = make_post(author, make_thread(make_member()))
    client.force_login(reader)
    address = f"/conversations/posts/{post.pk}/reactions/"
    page = client.get(address).text
    assert page.count('aria-pressed="false"') == 5 and "Personne n’a encore réagi" in page
    page = client.post(f"/conversations/posts/{post.pk}/react/", {"meaning": "learnt"}, follow=True).text
    assert "J’ai appris <b>1</b>" in page and 'class="mine"' in page
    page = client.get(address).text
    assert 'aria-pressed="true"' in page and "Samia Belkacem" in page
    client.post(f"/conversations/posts/{post.pk}/react/?on=0", {"meaning": "learnt"})
    post.refresh_from_db()
    assert post.reactions == {}
    # Who wrote it sees who reacted, and no buttons.
    client.force_login(author)
    assert "aria-pressed" not in client.get(address).text


def test_what_is_restricted_is_reacted_to_by_its_readers(client: Client) -> None:
    insider, outsider = make_member(), make_member()
    audience = make_audience("reserve", insider)
    insider = load_member(insider.pk) or insider
    post = Post.objects.get(thread=make_thread(insider, restricted_to=[audience.pk]))
    client.force_login(outsider)
    assert client.get(f"/conversations/posts/{post.pk}/reactions/").status_code == 404
    assert client.post(f"/conversations/posts/{post.pk}/react/", {"meaning": "thanks"}).status_code == 404


def test_the_author_hears_of_it_in_essaim_alone() -> None:
    author, reader = make_member(), make_member()
    post = make_post(author, make_thread(author))
    react(actor=reader, post_id=post.pk, meaning="useful")
    work()
    assert heard(author) == ["conversations.reaction"]
    assert Notification.objects.get(recipient=author).delivery == "none"


def test_what_was_taken_back_before_the_worker_came_is_not_told() -> None:
    author, reader = make_member(), make_member()
    post = make_post(author, make_thread(author))
    react(actor=reader, post_id=post.pk, meaning="disagree")
    withdraw_reaction(actor=reader, post_id=post.pk, meaning="disagree")
    work()
    assert heard(author) == []


def test_several_are_one_notification_that_looking_at_the_thread_reads(client: Client) -> None:
    author = make_member()
    post = make_post(author, make_thread(author, title="Bilan du mois"))
    own = Post.objects.get(thread=post.thread, number=1)
    colleagues = [make_member() for _ in range(3)]
    for colleague, about in zip(colleagues, (post, post, own), strict=True):
        react(actor=colleague, post_id=about.pk, meaning="thanks")
        work()
    react(actor=colleagues[0], post_id=post.pk, meaning="tried")
    work()
    told = Notification.objects.get(recipient=author)
    assert re.sub(r"\s", " ", told.title) == "3 collègues ont réagi à ce que vous avez écrit dans « Bilan du mois »"
    assert not any(colleague.last_name in told.title for colleague in colleagues)
    client.force_login(author)
    client.get(f"/conversations/threads/{post.thread_id}/")
    told.refresh_from_db()
    assert told.read_at
