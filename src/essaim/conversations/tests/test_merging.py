"""Posts go from thread to thread with their addresses, their answers and their counts; both ends say so."""

import uuid
from typing import Any

import pytest
from django.test import Client

from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.following import follow_thread, set_position
from essaim.conversations.actions.joint import publish_jointly
from essaim.conversations.actions.merging import merge_threads, split_thread
from essaim.conversations.actions.moderation import lock_thread, unlock_thread
from essaim.conversations.actions.posts import delete_post, publish_post
from essaim.conversations.actions.same_question import say_same_question
from essaim.conversations.indexing import load
from essaim.conversations.models import Level, Post, Reading, SameQuestion, Thread
from essaim.kernel.errors import Refused
from essaim.notifications.models import Notification
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_thread
from .test_concurrency import at_once
from .test_moderation import facilitator
from .test_notifications import work
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def numbers(thread: Thread) -> list[int]:
    return list(thread.posts.order_by("number").values_list("number", flat=True))


def right(thread: Thread) -> bool:
    """Whether what a thread keeps of its posts is what they are."""
    thread.refresh_from_db()
    alive = thread.posts.filter(deleted_at=None)
    others = [post for post in alive if post.author_id != thread.author_id]
    return (thread.posts_count, thread.answers_count, thread.last_number) == (alive.count(), len(others), thread.posts.count())


def test_a_duplicate_goes_behind_the_other_and_its_address_leads_there() -> None:
    asker, twin, other, aurelie = make_member(), make_member(), make_member(), facilitator()
    target, source = make_thread(asker, title="La question"), make_thread(twin, title="La même")
    make_post(other, target)
    answer = make_post(other, source, "La réponse.")
    gone = make_post(other, source)
    delete_post(actor=other, post_id=gone.pk)
    accept_answer(actor=twin, post_id=answer.pk)
    say_same_question(actor=other, thread_id=source.pk, same=True)
    merge_threads(actor=aurelie, thread_id=source.pk, into_id=target.pk, reason="C'est la même question.")
    assert numbers(target) == [1, 2, 3, 4, 5]
    assert right(target)
    assert right(source)
    assert target.accepted_post == answer
    assert set(SameQuestion.objects.values_list("thread", "member")) == {(target.pk, other.pk), (target.pk, twin.pk)}
    assert target.same_count == 2
    for reader in (asker, twin, other):
        response = signed_in(reader).get(f"/conversations/threads/{source.pk}/", follow=True)
        assert response.redirect_chain[-1][0] == f"/conversations/threads/{target.pk}/"
        assert "est réuni à celui-ci" in response.text
        assert "La même" in response.text
    assert (
        signed_in(asker)
        .get(f"/conversations/posts/{answer.pk}/")["Location"]
        .startswith(f"/conversations/threads/{target.pk}/")
    )
    assert [document.id for document in load([source.pk, target.pk])] == [target.pk]
    assert "La même" not in signed_in(asker).get("/conversations/threads/").text


def test_an_address_that_led_to_what_is_merged_leads_on() -> None:
    author, aurelie = make_member(), facilitator()
    one, two, three = (make_thread(author) for _n in range(3))
    merge_threads(actor=aurelie, thread_id=one.pk, into_id=two.pk)
    merge_threads(actor=aurelie, thread_id=two.pk, into_id=three.pk)
    assert signed_in(author).get(f"/conversations/threads/{one.pk}/")["Location"] == f"/conversations/threads/{three.pk}/"
    with pytest.raises(Refused):
        merge_threads(actor=aurelie, thread_id=one.pk, into_id=three.pk)
    assert numbers(three) == [1, 2, 3]


def test_a_reply_to_what_was_merged_meanwhile_goes_where_it_went() -> None:
    author, other, aurelie = make_member(), make_member(), facilitator()
    source, target = make_thread(author), make_thread(make_member())
    merge_threads(actor=aurelie, thread_id=source.pk, into_id=target.pk)
    for who in (author, other):
        post = make_post(who, source, "Je réponds.")
        assert post.thread_id == target.pk
    assert right(source) and right(target) and source.posts_count == 0
    # A refused one comes back in the form under the other thread.
    refused = signed_in(other).post(f"/conversations/threads/{source.pk}/", {"key": str(uuid.uuid4()), "source": "x" * 60_000})
    assert refused.status_code == 422 and "x" * 60_000 in refused.text


def test_whoever_followed_what_goes_follows_where_it_goes() -> None:
    asker, aurelie = make_member(), facilitator()
    source, target = make_thread(asker), make_thread(make_member())
    signed_in(asker).get(f"/conversations/threads/{target.pk}/")
    assert Reading.objects.get(member=asker, thread=target).level == Level.NONE
    merge_threads(actor=aurelie, thread_id=source.pk, into_id=target.pk)
    assert Reading.objects.get(member=asker, thread=target).level == Level.WATCHED


def test_who_looks_at_what_threads_became_has_read_what_was_told_of_both() -> None:
    asker, twin, other, aurelie = make_member(), make_member(), make_member(), facilitator()
    target, source = make_thread(asker, title="La question"), make_thread(twin, title="La même")
    make_post(other, source, "La réponse.")
    work()
    merge_threads(actor=aurelie, thread_id=source.pk, into_id=target.pk)
    told = Notification.objects.get(recipient=twin)
    signed_in(twin).get(f"/conversations/threads/{target.pk}/", headers={"Sec-Purpose": "prefetch"})
    told.refresh_from_db()
    assert told.read_at is None, "a page that is fetched ahead is not looked at"
    signed_in(twin).get(f"/conversations/threads/{target.pk}/")
    told.refresh_from_db()
    assert told.read_at


def test_what_was_read_stays_read_and_what_was_not_stays_unread() -> None:
    author, reader, aurelie = make_member(), make_member(), facilitator()
    source = make_thread(author)
    posts = [make_post(author, source) for _n in range(9)]
    set_position(actor=reader, thread_id=source.pk, read_number=5)
    split_thread(
        actor=aurelie, thread_id=source.pk, posts=[posts[0].pk, posts[1].pk, posts[7].pk], title="À part", kind="question",
        language="fr",
    )  # fmt: skip
    # Of 1 to 5, 2 and 3 went.
    assert Reading.objects.get(member=reader, thread=source).read_number == 3


def test_whoever_followed_what_is_split_follows_both_parts() -> None:
    asker, opens, wrote, muted, reader, aurelie = *(make_member() for _n in range(5)), facilitator()
    source = make_thread(asker)
    posts = [make_post(author, source) for author in (reader, opens, wrote, opens)]
    follow_thread(actor=muted, thread_id=source.pk, level=Level.MUTED)
    set_position(actor=asker, thread_id=source.pk, read_number=3)
    signed_in(aurelie).get(f"/conversations/threads/{source.pk}/")
    target = split_thread(
        actor=aurelie,
        thread_id=source.pk,
        posts=[post.pk for post in posts[1:]],
        title="À part",
        kind="question",
        language="fr",
    )
    found = Reading.objects.filter(thread=target).values_list("member", "level", "why")
    assert {member: (level, why) for member, level, why in found} == {
        asker.pk: (Level.FOLLOWED, ""), reader.pk: (Level.FOLLOWED, ""), muted.pk: (Level.MUTED, "chosen"),
        opens.pk: (Level.WATCHED, "opened"), wrote.pk: (Level.FOLLOWED, "replied"),
    }  # fmt: skip
    assert (
        "Vous suivez ce fil, comme le fil dont il vient." in signed_in(reader).get(f"/conversations/threads/{target.pk}/").text
    )
    # Of the three that went, they had read the first.
    assert Reading.objects.get(member=asker, thread=target).read_number == 1
    assert Reading.objects.get(member=asker, thread=source).read_number == 2


def test_a_closed_thread_splits_into_closed_ones() -> None:
    source, aurelie = make_thread(make_member()), facilitator()
    post = make_post(make_member(), source)
    lock_thread(actor=aurelie, thread_id=source.pk, reason="Tout est dit.")
    target = split_thread(actor=aurelie, thread_id=source.pk, posts=[post.pk], title="À part", kind="question", language="fr")
    assert target.locked_at
    unlock_thread(actor=aurelie, thread_id=target.pk)
    make_post(make_member(), target)


def test_words_of_several_authors_keep_their_thread() -> None:
    aurelie, key = facilitator(), uuid.uuid4()
    id = publish_jointly(actor=make_member(), key=key, title="À deux", source="Ainsi.", language="fr", signed_by=[])
    with pytest.raises(Refused) as refused:
        merge_threads(actor=aurelie, thread_id=id, into_id=make_thread(make_member()).pk)
    assert refused.value.code == "joint"


def test_threads_for_different_people_are_not_merged() -> None:
    aurelie = make_member("facilitator")
    audience = make_audience("rh", aurelie)
    from essaim.people.queries import load_member

    aurelie = load_member(aurelie.pk) or aurelie
    free, closed = make_thread(make_member()), make_thread(aurelie, restricted_to=[audience.pk])
    with pytest.raises(Refused) as refused:
        merge_threads(actor=aurelie, thread_id=closed.pk, into_id=free.pk)
    assert refused.value.code == "audiences"
    with pytest.raises(Thread.DoesNotExist):
        merge_threads(actor=make_member(), thread_id=free.pk, into_id=closed.pk)


def test_posts_become_a_thread_of_their_own() -> None:
    asker, other, third, aurelie = make_member(), make_member(), make_member(), facilitator()
    source = make_thread(asker, title="Deux choses")
    posts = [make_post(author, source) for author in (other, third, other, asker)]
    answering = make_post(third, source, parent_id=posts[0].pk)
    target = split_thread(
        actor=aurelie, thread_id=source.pk, posts=[posts[1].pk, posts[3].pk, answering.pk], title="L'autre chose",
        kind="question", language="fr",
    )  # fmt: skip
    assert (target.author, target.title, numbers(target), numbers(source)) == (third, "L’autre chose", [1, 2, 3], [1, 2, 3])
    assert right(target)
    assert right(source)
    answering.refresh_from_db()
    assert answering.parent is None, "what it answered stayed in the other thread"
    page = signed_in(asker).get(f"/conversations/threads/{source.pk}/").text
    assert "L’autre chose" in page
    assert "Deux choses" in signed_in(asker).get(f"/conversations/threads/{target.pk}/").text
    publish_post(actor=asker, thread_id=source.pk, key=uuid.uuid4(), source="Et ici on continue.", language="fr")
    assert numbers(source) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"posts": []}, "posts"), ({"posts": ["first"]}, "posts"), ({"title": " "}, "title-empty"), ({"kind": "poll"}, "kind")],
)
def test_what_makes_no_thread_is_refused(change: dict[str, Any], code: str) -> None:
    source, aurelie = make_thread(make_member()), facilitator()
    post = make_post(make_member(), source)
    given = {"posts": [post.pk], "title": "Titre", "kind": "question"} | change
    if given["posts"] == ["first"]:
        given["posts"] = [source.posts.get(number=1).pk]
    with pytest.raises(Refused) as refused:
        split_thread(actor=aurelie, thread_id=source.pk, language="fr", **given)
    assert refused.value.code == code
    assert Thread.objects.count() == 1


def test_the_page_of_a_thread_merges_and_splits(client: Client) -> None:
    aurelie = facilitator()
    one, two = make_thread(make_member()), make_thread(make_member())
    post = make_post(make_member(), one)
    client.force_login(aurelie)
    address = f"/conversations/moderation/threads/{one.pk}/"
    form = {"act": "split", "post": [post.pk], "title": "À part", "kind": "discussion"}
    assert "À part" in client.post(address, form, follow=True).text
    for wrong in ("", "nulle part", "999999", str(one.pk)):
        assert client.post(address, {"act": "merge", "into": wrong}).status_code == 422, wrong
    response = client.post(address, {"act": "merge", "into": f"https://essaim.example/conversations/threads/{two.pk}/?after=1"})
    assert response["Location"] == f"/conversations/threads/{two.pk}/"


@pytest.mark.django_db(transaction=True)
def test_somebody_answers_while_threads_are_merged() -> None:
    """Whichever comes first: nothing is lost, nothing is counted twice."""
    author, aurelie = make_member(), facilitator()
    for _n in range(4):
        one, two = make_thread(make_member()), make_thread(make_member())

        def answer(member: Member = author, thread: Thread = one) -> Any:
            return publish_post(actor=member, thread_id=thread.pk, key=uuid.uuid4(), source="Oui.", language="fr")

        def merge(one: Thread = one, two: Thread = two) -> Any:
            return merge_threads(actor=aurelie, thread_id=one.pk, into_id=two.pk)

        def back(one: Thread = one, two: Thread = two) -> Any:
            return merge_threads(actor=aurelie, thread_id=two.pk, into_id=one.pk)

        results = at_once(answer, merge, back)
        assert all(isinstance(result, (Refused, Thread.DoesNotExist)) for result in results if isinstance(result, Exception)), (
            results
        )
        assert right(one)
        assert right(two)
        written = 0 if isinstance(results[0], Exception) else 1
        assert Post.objects.filter(thread__in=[one, two]).count() == 2 + written
