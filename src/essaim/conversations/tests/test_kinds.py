"""What a kind is for shows in what it asks, what it keeps and what one can do with it."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.kinds import Asked, Found
from essaim.conversations.actions.same_question import say_same_question
from essaim.conversations.models import Finding, Kind, Post, PostRevision, SameQuestion, Thread
from essaim.conversations.notifications import tell_of_answer
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.notifications.models import Notification
from essaim.people.models import alone
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread

pytestmark = pytest.mark.django_db

FORM = {"title": "Un titre", "source": "Ce que j'en pense."}


def send(client: Client, **fields: Any) -> Any:
    return client.post("/conversations/threads/new/", FORM | {"key": str(uuid.uuid4())} | fields)


def test_each_kind_is_opened_with_its_own_form_and_found_by_it(client: Client) -> None:
    client.force_login(make_member())
    given: dict[str, dict[str, Any]] = {
        "question": {}, "discussion": {}, "testimony": {},
        "finding": {"link": "https://www.example.org/a?b=1", "origin": "La revue"},
        "poll": {"options": "Lundi\nMardi\n\n"},
    }  # fmt: skip
    assert set(given) == set(Kind.values)
    for kind, fields in given.items():
        page = client.get(f"/conversations/threads/new/?kind={kind}")
        assert f'value="{kind}" required id' in page.text or f'value="{kind}"' in page.text
        assert send(client, kind=kind, title=f"Fil {kind}", **fields).status_code == 302, kind
    for kind in given:
        shown = client.get(f"/conversations/threads/?kind={kind}").text
        assert [other for other in given if f"Fil {other}" in shown] == [kind]


def test_a_finding_shows_whose_page_it_is_and_lends_it_no_credit(client: Client) -> None:
    client.force_login(make_member())
    page = client.get(send(client, kind="finding", link="https://www.example.org/a?b=1&c=2", origin="La revue")["Location"])
    assert '<a href="https://www.example.org/a?b=1&amp;c=2" rel="nofollow noopener noreferrer">La revue</a>' in page.text
    assert "example.org</span>" in page.text


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "https://", "https://a b.org/", "/ici",
            "https://user:pw@example.org/", 'https://example.org/"onclick="x', "https://example.org:x/", "https://localhost/",
            "https://example.org/" + "x" * 2000],
)  # fmt: skip
def test_what_is_no_page_of_the_web_is_refused_with_what_was_typed(client: Client, url: str) -> None:
    client.force_login(make_member())
    response = send(client, kind="finding", link=url)
    assert response.status_code == 422
    assert "Un titre" in response.text
    assert not Finding.objects.exists()


def test_the_page_of_a_finding_is_changed_with_its_words_and_the_one_before_is_kept(client: Client) -> None:
    author = make_member()
    thread = make_thread(author, kind="finding", title="Vu", found=Found("https://example.org/one", "La revue"))
    first = Post.objects.get(thread=thread)
    address = f"/conversations/posts/{first.pk}/edit/"
    client.force_login(author)
    assert 'value="https://example.org/one"' in client.get(address).text
    sent = {"title": "Vu", "source": first.source, "link": "javascript:alert(1)", "origin": "Le journal"}
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert 'value="javascript:alert(1)"' in refused.text
    assert 'value="Le journal"' in refused.text
    assert Finding.objects.get().source == "La revue"
    assert client.post(address, sent | {"link": "https://example.org/two"}).status_code == 302
    assert str(Finding.objects.get()) == "Le journal https://example.org/two"
    history = client.get(f"/conversations/posts/{first.pk}/history/").text
    assert "<del>https://example.org/one</del><ins>https://example.org/two</ins>" in history
    assert client.post(address, sent | {"link": "https://example.org/two"}).status_code == 302
    assert PostRevision.objects.count() == 1, "what stays the same is no version"
    # Other kinds have none, whatever is sent.
    other = make_thread(author, title="Autre")
    opening = Post.objects.get(thread=other)
    client.post(
        f"/conversations/posts/{opening.pk}/edit/", {"title": "Autre", "source": "Dit.", "link": "https://example.org/"}
    )
    assert not Finding.objects.filter(thread=other).exists()


def test_an_address_without_its_beginning_gets_one() -> None:
    thread = make_thread(make_member(), kind="finding", found=Found("example.org/page"))
    assert thread.finding.url == "https://example.org/page"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (Asked(), "options-few"),
        (Asked(["Un"]), "options-few"),
        (Asked(["Un", " un "]), "options-same"),
        (Asked([str(n) for n in range(13)]), "options-many"),
        (Asked(["Un", "x" * 161]), "option-too-long"),
        (Asked(["Un", "Deux"], closes_at=clock.now() - timedelta(minutes=1)), "closing"),
        (Asked(["Un", "Deux"], closes_at=clock.now() + timedelta(days=400)), "closing"),
    ],
)
def test_a_poll_that_asks_nothing_is_refused(asked: Asked, code: str) -> None:
    with pytest.raises(Refused) as refused:
        make_thread(make_member(), kind="poll", asked=asked)
    assert refused.value.code == code
    assert not Thread.objects.exists()


def test_the_same_question_is_counted_once_and_taken_back() -> None:
    asker, other = make_member(), make_member()
    thread = make_thread(asker)
    assert [say_same_question(actor=other, thread_id=thread.pk, same=same) for same in (True, True, False, False, True)] == [
        1, 1, 0, 0, 1,
    ]  # fmt: skip
    for member, of in ((asker, thread), (other, make_thread(asker, kind="discussion"))):
        with pytest.raises(Thread.DoesNotExist):
            say_same_question(actor=member, thread_id=of.pk, same=True)


def test_whoever_asks_the_same_hears_of_the_answer() -> None:
    asker, other, third = make_member(), make_member(), make_member()
    thread = make_thread(asker)
    say_same_question(actor=other, thread_id=thread.pk, same=True)
    post = make_post(third, thread)
    accept_answer(actor=asker, post_id=post.pk)
    entry = Entry.objects.get(type="conversations.answer-accepted")
    tell_of_answer(entry.pk, entry_event(entry))
    told = {(one.recipient_id, one.kind) for one in Notification.objects.all()}
    assert told == {(third.pk, "conversations.accepted"), (other.pk, "conversations.solved")}


def entry_event(entry: Entry) -> Any:
    from essaim.journal.events import load

    return load(entry.type, entry.actor_id, entry.subject_id, entry.payload)


def test_a_question_that_is_not_for_somebody_is_not_theirs_either() -> None:
    asker, other = make_member(), make_member()
    thread = make_thread(asker)
    Thread.objects.filter(pk=thread.pk).update(restricted_to=[alone(asker.pk)])
    with pytest.raises(Thread.DoesNotExist):
        say_same_question(actor=other, thread_id=thread.pk, same=True)
    assert not SameQuestion.objects.exists()


def test_who_has_just_begun_to_write_opens_five_threads_a_day() -> None:
    newcomer, known = make_member(), make_member()
    make_post(known, make_thread(known))
    known.posts.update(created_at=clock.now() - timedelta(days=4))
    for _n in range(5):
        make_thread(newcomer)
        make_thread(known)
    make_thread(known)
    with pytest.raises(Refused) as refused:
        make_thread(newcomer)
    assert refused.value.code == "too-many-threads"
