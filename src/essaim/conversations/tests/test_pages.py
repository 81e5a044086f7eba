"""Reading and writing in a browser without JavaScript: nothing typed is lost, and a page costs the same at any length."""

import re
import uuid
from datetime import timedelta
from html import escape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.attachments import Chosen, IncomingFile, attach
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.models import Post, Thread
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui.anchors import Anchor

from .factories import make_post, make_theme, make_thread

pytestmark = pytest.mark.django_db


def fill(thread: Thread, author: Any, until: int) -> list[Post]:
    """Posts up to number ``until``, of yesterday: nobody writes that fast."""
    now = timezone.now() - timedelta(days=1)
    posts = Post.objects.bulk_create(
        Post(
            thread=thread,
            author=author,
            number=n,
            source=f"Message {n}",
            html=f"<p>Message {n}</p>",
            key=uuid.uuid4(),
            created_at=now,
        )
        for n in range(thread.last_number + 1, until + 1)
    )
    Thread.objects.filter(pk=thread.pk).update(posts_count=until, answers_count=until - 1, last_number=until)
    thread.refresh_from_db()
    return posts


def shown(text: str) -> list[int]:
    return [int(n) for n in re.findall(r"<p>Message (\d+)</p>", text)]


def test_a_question_is_asked_answered_and_solved(client: Client) -> None:
    asker, other = make_member(), make_member(first_name="Samia", last_name="Belkacem")
    theme = make_theme()
    client.force_login(asker)
    form = {"kind": "question", "title": "Peut-on citer ?", "source": "Le client **l'avait écrit**.", "theme": theme.pk}
    page = client.post("/conversations/threads/new/", form | {"key": str(uuid.uuid4())}, follow=True)
    assert "<strong>l’avait écrit</strong>" in page.text
    assert "Une notification vous préviendra" in page.text
    thread = Thread.objects.get()
    answering = Client()
    answering.force_login(other)
    response = answering.post(f"/conversations/threads/{thread.pk}/", {"source": "Non.", "key": str(uuid.uuid4())})
    post = thread.posts.get(number=2)
    assert response["Location"] == f"/conversations/threads/{thread.pk}/#post-{post.pk}"
    assert "Retenir cette réponse" not in answering.get(f"/conversations/threads/{thread.pk}/").text
    page = client.post(f"/conversations/posts/{post.pk}/accept/", follow=True)
    assert "Réponse retenue" in page.text
    assert "Ne plus retenir" in page.text
    assert "Résolue" in client.get("/conversations/threads/").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": ""}, "Votre message est vide"),
        ({"source": "début " + "x" * 10_001}, "au plus"),
        ({"title": ""}, "Donnez un titre"),
        ({"title": "t" * 300}, "160 au plus"),
        ({"kind": "song"}, "choix valide"),
        ({"theme": "99999"}, "existe plus"),
    ],
    ids=["empty", "long", "untitled", "long title", "kind", "theme"],
)
def test_a_refused_thread_comes_back_as_typed(client: Client, change: dict[str, str], words: str) -> None:
    client.force_login(make_member())
    key = str(uuid.uuid4())
    form = {"kind": "discussion", "title": "Mon titre", "source": "Mon texte <b>", "key": key} | change
    response = client.post("/conversations/threads/new/", form)
    assert response.status_code == 422
    assert words in response.text.replace("\u202f", " ")
    for typed in (form["title"], escape(form["source"]), key):
        assert typed in response.text
    assert not Thread.objects.exists()


def test_a_refused_reply_comes_back_as_typed(client: Client) -> None:
    member = make_member()
    thread = make_thread(member)
    post = make_post(member, thread)
    client.force_login(member)
    text = "x" * 10_001
    response = client.post(f"/conversations/threads/{thread.pk}/", {"source": text, "parent": post.pk})
    assert response.status_code == 422
    assert text in response.text
    assert f'name="parent" value="{post.pk}"' in response.text
    assert 'role="alert"' in response.text
    assert thread.posts.count() == 2


def test_forged_fields_do_no_harm(client: Client) -> None:
    member = make_member()
    thread = make_thread(member)
    client.force_login(member)
    for forged in ({"key": "'; --"}, {"key": ["a", "b"]}, {"parent": "x"}, {"parent": "9" * 40}, {"parent": "-1"}, {}):
        response = client.post(f"/conversations/threads/{thread.pk}/?after=abc", {"source": "Bien."} | forged)
        assert response.status_code == 302, forged
    assert thread.posts.count() == 7
    for query in ("after=-3", "after=99999999999", "after=%00", "reply=99", "reply=" + "9" * 40):
        assert client.get(f"/conversations/threads/{thread.pk}/?{query}").status_code == 200, query
    assert client.get(f"/conversations/threads/{'9' * 30}/").status_code == 404
    assert client.get(f"/conversations/posts/{'9' * 30}/").status_code == 404


def test_what_is_sent_with_an_expired_session_waits_behind_the_sign_in(client: Client) -> None:
    member = make_member()
    thread = make_thread(member)
    address = f"/conversations/threads/{thread.pk}/"
    response = client.post(address, {"source": "Mon long texte", "key": str(uuid.uuid4())})
    assert response.status_code == 302
    assert "/sign-in/" in response["Location"]
    session = dict(client.session)
    client.force_login(member)
    store = client.session
    store.update(session)
    store.save()
    page = client.get(address)
    assert "Mon long texte" in page.text
    assert "Votre session avait expiré" in page.text
    assert "Mon long texte" not in client.get(address).text
    assert thread.posts.count() == 1


def test_a_form_with_a_stale_token_comes_back(client: Client) -> None:
    member = make_member()
    thread = make_thread(member)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(member)
    data = {"source": "Mon long texte\nsur deux lignes", "csrfmiddlewaretoken": "x" * 64}
    address = f"/conversations/threads/{thread.pk}/"
    response = strict.post(address, data, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert "Mon long texte\nsur deux lignes</textarea>" in response.text
    # What another site sends does not.
    response = strict.post(address, data, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "Mon long texte" not in response.text
    assert thread.posts.count() == 1


def test_a_long_thread_is_read_by_pages_and_every_post_has_its_place(client: Client) -> None:
    member = make_member()
    thread = make_thread(member)
    posts = {post.number: post for post in fill(thread, member, 45)}
    client.force_login(member)
    address = f"/conversations/threads/{thread.pk}/"
    first, second, third = (client.get(address + page).text for page in ("", "?after=21", "?after=41"))
    assert (shown(first), shown(second), shown(third)) == (list(range(2, 22)), list(range(22, 42)), list(range(42, 46)))
    assert "?after=21" in first and "?after=41" in second
    assert "Je me demande" not in second
    for number, page in ((2, ""), (21, ""), (22, "?after=21"), (41, "?after=21"), (42, "?after=41")):
        response = client.get(f"/conversations/posts/{posts[number].pk}/")
        assert response["Location"] == f"{address}{page}#post-{posts[number].pk}"
    assert shown(client.get(address + "?after=500").text) == list(range(42, 46))


def test_the_accepted_answer_is_under_the_question_wherever_it_was_given(client: Client) -> None:
    member = make_member()
    thread = make_thread(member)
    posts = {post.number: post for post in fill(thread, make_member(), 30)}
    accept_answer(actor=member, post_id=posts[28].pk)
    client.force_login(member)
    text = client.get(f"/conversations/threads/{thread.pk}/").text
    assert shown(text)[0] == 28
    assert shown(text)[1:] == list(range(2, 22))
    assert (
        client.get(f"/conversations/posts/{posts[28].pk}/")["Location"]
        == f"/conversations/threads/{thread.pk}/#post-{posts[28].pk}"
    )


def test_replying_shows_whom_one_answers(client: Client) -> None:
    member, samia = make_member(), make_member(first_name="Samia", last_name="Belkacem")
    thread = make_thread(member)
    post = make_post(samia, thread)
    client.force_login(member)
    text = client.get(f"/conversations/threads/{thread.pk}/?reply={post.pk}").text
    assert f'name="parent" value="{post.pk}"' in text
    assert "<b data-replying-name>Samia Belkacem</b>" in text
    client.post(f"/conversations/threads/{thread.pk}/", {"source": "Merci.", "parent": post.pk})
    text = client.get(f"/conversations/threads/{thread.pk}/").text
    assert "répond à Samia Belkacem" in text
    assert f'href="#post-{post.pk}"' in text


def test_a_deleted_post_shows_none_of_its_text_and_its_author_may_restore_it(client: Client) -> None:
    author, other = make_member(), make_member()
    thread = make_thread(author)
    post = make_post(author, thread, "Un secret.")
    client.force_login(author)
    assert "Un secret." in client.get(f"/conversations/posts/{post.pk}/delete/").text
    page = client.post(f"/conversations/posts/{post.pk}/delete/", follow=True)
    assert "Message supprimé par son auteur" in page.text
    assert "Un secret." not in page.text
    assert "Rétablir" in page.text
    reader = Client()
    reader.force_login(other)
    assert "Rétablir" not in reader.get(f"/conversations/threads/{thread.pk}/").text
    assert "Un secret." in client.post(f"/conversations/posts/{post.pk}/restore/", follow=True).text


def test_whoever_deletes_sees_what_goes_with_its_files_and_in_its_language(client: Client) -> None:
    author = make_member()
    taken = attach(actor=author, files=[IncomingFile("plan.txt", "text/plain", b"x")])
    thread = make_thread(author, language="en", source="A map.", enclosed=Enclosed([Chosen(one.key) for one in taken]))
    client.force_login(author)
    page = client.get(f"/conversations/posts/{thread.posts.get().pk}/delete/").text
    assert '<div class="said" lang="en"><p>A map.</p>' in page and "plan.txt" in page


def test_a_thread_of_which_nothing_is_left_is_gone_for_others(client: Client) -> None:
    author, other = make_member(), make_member()
    thread = make_thread(author)
    delete_post(actor=author, post_id=thread.posts.get().pk)
    client.force_login(other)
    assert client.get(f"/conversations/threads/{thread.pk}/").status_code == 404
    client.force_login(author)
    assert "Rétablir" in client.get(f"/conversations/threads/{thread.pk}/").text


def test_editing_goes_back_to_the_page_one_came_from_and_nowhere_else(client: Client) -> None:
    member = make_member()
    thread = make_thread(member)
    post = make_post(member, thread)
    client.force_login(member)
    address = f"/conversations/posts/{post.pk}/edit/"
    assert "Je réponds." in client.get(address).text
    assert client.post(address, {"source": "Un.", "next": "/ici/"})["Location"] == f"/ici/#post-{post.pk}"
    for elsewhere in ("https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"):
        location = client.post(address, {"source": "Deux.", "next": elsewhere})["Location"]
        assert location == f"/conversations/threads/{thread.pk}/#post-{post.pk}"
    assert client.post(address, {"source": " "}).status_code == 422


def test_pages_cost_few_queries_at_any_length(client: Client, places: dict[int, Anchor], django_assert_num_queries) -> None:
    member = make_member()
    audience = make_audience("rh", member)
    member.audience_ids = (audience.pk,)
    thread = make_thread(member, anchor=("place", 7), theme_id=make_theme().pk)
    client.force_login(member)
    fill(thread, member, 45)
    # As in a process that has served a page before.
    client.get("/")
    # Session and member, thread, posts; who asks the same; themes in the list.
    for page in ("", "?after=21"):
        with django_assert_num_queries(4):
            client.get(f"/conversations/threads/{thread.pk}/{page}")
    # A visit that begins takes stock of what happened since the one before; threads, themes and unread counts are one.
    for queries in (3, 2):
        with django_assert_num_queries(queries):
            client.get("/conversations/threads/")


def test_the_interface_speaks_english(client: Client) -> None:
    client.force_login(make_member(language="en"))
    assert "Ask a question" in client.get("/conversations/threads/").text
