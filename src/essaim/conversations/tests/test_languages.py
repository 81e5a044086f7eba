"""Words in another language than the page's say so, wherever they stand: they are read aloud by its rules."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from essaim.conversations import indexing
from essaim.conversations.actions.moderation import hide_post
from essaim.conversations.actions.posts import edit_post
from essaim.conversations.actions.reporting import report_post
from essaim.conversations.models import Post, Thread
from essaim.kernel import clock
from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.search.api import index_documents

from .factories import make_thread

pytestmark = pytest.mark.django_db
TITLE = "Sharing calendars with partners"


@pytest.fixture
def thread() -> Thread:
    thread = make_thread(make_member(), title=TITLE, source="Which calendars do you share?", language="en")
    Thread.objects.update(created_at=clock.now() - timedelta(days=2))
    index_documents(kind=indexing.KIND, ids=[thread.pk])
    return thread


def marks(client: Client, address: str) -> list[bool]:
    """For each place where the title stands as text: whether it is said to be English."""
    page = re.sub(r"<title>.*?</title>", "", client.get(address, follow=True).text, flags=re.DOTALL)
    return [' lang="en"' in opened for opened in re.findall(rf"(<[^<>]*>)(?:<b>)?\s*{TITLE}", page)]


def test_titles_are_marked_where_facilitators_work(thread: Thread, client: Client) -> None:
    runner, post = make_member("facilitator"), thread.posts.get()
    client.force_login(runner)
    assert marks(client, "/conversations/moderation/") == [True]
    report_post(actor=make_member(), post_id=post.pk, reason="off-topic")
    assert marks(client, "/conversations/moderation/") == [True, True]
    for address in (f"/conversations/moderation/posts/{post.pk}/", f"/conversations/moderation/threads/{thread.pk}/"):
        assert True in marks(client, address) and False not in marks(client, address), address
    hide_post(actor=runner, post_id=post.pk, reason="Ailleurs.")
    assert True in (found := marks(client, "/conversations/moderation/")) and False not in found


def test_titles_are_marked_where_anybody_reads(thread: Thread, client: Client) -> None:
    post = thread.posts.get()
    client.force_login(make_member())
    for address in (
        "/conversations/threads/", f"/conversations/threads/{thread.pk}/", f"/conversations/reports/{post.pk}/",
        "/conversations/similar/?title=sharing+calendars", "/search/?q=sharing+calendars",
    ):  # fmt: skip
        assert True in (found := marks(client, address)) and False not in found, address


def test_versions_are_marked(thread: Thread, client: Client) -> None:
    author = Member.objects.get(pk=thread.author_id)
    post = edit_post(actor=author, post_id=thread.posts.get().pk, source="Which of them?", language="en").post
    client.force_login(author)
    page = client.get(f"/conversations/posts/{post.pk}/history/").text
    assert page.count('<div class="changes" lang="en">') == 2
    assert marks(client, f"/conversations/posts/{post.pk}/history/") == [True]
    assert Post.objects.get(pk=post.pk).language == "en"
