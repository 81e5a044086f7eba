"""Starting, answering, changing, deleting: once each, with their event, and with counts that agree."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from essaim.conversations.actions.answers import accept_answer, withdraw_answer
from essaim.conversations.actions.posts import (
    delete_post,
    edit_post,
    publish_in_discussion,
    publish_post,
    restore_post,
)
from essaim.conversations.actions.writing import PER_PACE
from essaim.conversations.models import Post, Thread
from essaim.journal.models import Entry
from essaim.kernel.errors import Refused
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_theme, make_thread
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def types() -> list[str]:
    return list(Entry.objects.filter(type__startswith="conversations.").order_by("id").values_list("type", flat=True))


def counts(thread: Thread) -> tuple[int, int, int]:
    thread.refresh_from_db()
    return thread.posts_count, thread.answers_count, thread.last_number


def test_a_question_is_its_title_and_first_post() -> None:
    author, theme = make_member(), make_theme()
    thread = make_thread(author, title=" Peut-on  l'écrire ? ", theme_id=theme.pk)
    assert thread.title == "Peut-on l’écrire\u202f?"
    assert counts(thread) == (1, 0, 1)
    assert types() == ["conversations.thread-started"]


def test_the_same_form_twice_writes_once() -> None:
    author, key = make_member(), uuid.uuid4()
    thread = make_thread(author, key=key)
    again = make_thread(author, key=key, title="Autre titre", source="Autre texte")
    assert again.pk == thread.pk
    reply = uuid.uuid4()
    first = make_post(author, thread, key=reply)
    assert make_post(author, thread, "Autre texte", key=reply).pk == first.pk
    assert counts(thread) == (2, 0, 2)
    assert types() == ["conversations.thread-started", "conversations.post-published"]


def test_the_same_form_finds_its_post_in_a_thread_that_is_out_of_sight_since() -> None:
    author, audience = make_member(), make_audience("rh")
    thread, key = make_thread(make_member()), uuid.uuid4()
    given = {"actor": author, "thread_id": thread.pk, "key": key, "source": "Une fois.", "language": "fr"}
    first = publish_post(**given).post
    Thread.objects.filter(pk=thread.pk).update(restricted_to=[audience.pk])
    assert publish_post(**given).post == first
    with pytest.raises(Thread.DoesNotExist):
        publish_post(**given | {"key": uuid.uuid4()})


def test_an_answer_to_what_is_elsewhere_or_gone_stands_by_itself() -> None:
    author = make_member()
    here, there = make_thread(author), make_thread(author)
    given = {"actor": author, "thread_id": here.pk, "source": "Bien.", "language": "fr"}
    right = publish_post(**given, key=uuid.uuid4()).post
    wrong = publish_post(**given | {"thread_id": there.pk}, key=uuid.uuid4()).post
    assert publish_post(**given, key=uuid.uuid4(), parent_id=right.pk).post.parent_id == right.pk
    assert publish_post(**given, key=uuid.uuid4(), parent_id=wrong.pk).post.parent_id is None
    delete_post(actor=author, post_id=right.pk)
    stands = publish_post(**given, key=uuid.uuid4(), parent_id=right.pk).post
    assert Post.objects.get(pk=stands.pk).parent_id is None


def test_somebody_elses_key_tells_nothing() -> None:
    author, key = make_member(), uuid.uuid4()
    thread = make_thread(author, key=key)
    with pytest.raises(ObjectDoesNotExist):
        make_post(make_member(), thread, key=key)


def test_answers_are_posts_by_others() -> None:
    author, other = make_member(), make_member()
    thread = make_thread(author)
    make_post(author, thread, "Personne ?")
    assert Thread.objects.unanswered().filter(pk=thread.pk).exists()
    make_post(other, thread)
    assert counts(thread) == (3, 1, 3)
    assert not Thread.objects.unanswered().filter(pk=thread.pk).exists()


def test_a_reply_belongs_to_its_thread() -> None:
    author = make_member()
    thread, elsewhere = make_thread(author), make_thread(author)
    first = make_post(author, thread)
    assert make_post(author, thread, parent_id=first.pk).parent_id == first.pk
    assert make_post(author, elsewhere, parent_id=first.pk).parent_id is None


def test_a_deleted_post_leaves_its_place_and_comes_back() -> None:
    author, other = make_member(), make_member()
    thread = make_thread(author)
    post = make_post(other, thread)
    delete_post(actor=other, post_id=post.pk)
    assert counts(thread) == (1, 0, 2)
    with pytest.raises(ObjectDoesNotExist):
        edit_post(actor=other, post_id=post.pk, source="Encore", language="fr")
    restore_post(actor=other, post_id=post.pk)
    assert counts(thread) == (2, 1, 2)
    assert types()[-2:] == ["conversations.post-deleted", "conversations.post-restored"]


def test_who_deleted_the_last_post_of_a_thread_finds_it_again() -> None:
    opener, replier, third = make_member(), make_member(), make_member()
    thread = make_thread(opener)
    opening, post = thread.posts.get(), make_post(replier, thread)
    delete_post(actor=opener, post_id=opening.pk)
    delete_post(actor=replier, post_id=post.pk)
    address = f"/conversations/threads/{thread.pk}/"
    for member, own in ((opener, opening), (replier, post)):
        page = signed_in(member).get(address).text
        assert f"/conversations/posts/{own.pk}/restore/" in page
        assert signed_in(member).get(f"{address}after/1/?count").status_code == 200
    assert signed_in(third).get(address).status_code == 404
    restore_post(actor=replier, post_id=post.pk)
    assert counts(thread) == (1, 1, 2)
    delete_post(actor=replier, post_id=post.pk)
    make_post(replier, thread, "Autrement.")
    assert counts(thread) == (1, 1, 3)


def test_deleting_twice_is_not_found() -> None:
    author = make_member()
    thread = make_thread(author)
    post = make_post(author, thread)
    delete_post(actor=author, post_id=post.pk)
    with pytest.raises(ObjectDoesNotExist):
        delete_post(actor=author, post_id=post.pk)
    assert counts(thread) == (1, 0, 2)


def test_an_edit_keeps_who_was_named_and_says_who_is_new() -> None:
    author = make_member()
    named, fresh = make_member(first_name="Inès", last_name="Robin"), make_member(first_name="Paul", last_name="Nid")
    thread = make_thread(author)
    post = make_post(author, thread, "@ines.robin ?")
    edit_post(actor=author, post_id=post.pk, source="@ines.robin et @paul.nid ?", language="fr")
    post.refresh_from_db()
    assert post.edited_at is not None
    assert set(post.mentions.values_list("member_id", flat=True)) == {named.pk, fresh.pk}
    assert Entry.objects.get(type="conversations.post-edited").payload["mentioned"] == [fresh.pk]
    edit_post(actor=author, post_id=post.pk, source="@paul.nid ?", language="fr")
    assert list(post.mentions.values_list("member_id", flat=True)) == [fresh.pk]


def test_an_edit_that_changes_nothing_is_no_edit() -> None:
    author = make_member()
    post = make_post(author, make_thread(author), "Pareil.")
    edit_post(actor=author, post_id=post.pk, source="Pareil.", language="fr")
    post.refresh_from_db()
    assert post.edited_at is None


def test_an_opening_post_that_is_saved_as_it_is_or_moved_is_not_edited() -> None:
    author, theme = make_member(), make_theme()
    thread = make_thread(author, title="Et alors ?", source="Pareil.")
    post, client = thread.posts.get(), signed_in(author)
    for chosen in ("", theme.pk):
        form = {"title": thread.title, "source": "Pareil.", "theme": chosen}
        assert client.post(f"/conversations/posts/{post.pk}/edit/", form).status_code == 302
        post.refresh_from_db()
        assert post.edited_at is None
    thread.refresh_from_db()
    assert thread.theme == theme
    # Programs that follow threads hear that it moved.
    assert types().count("conversations.post-edited") == 1


def test_the_opening_post_carries_title_and_theme() -> None:
    author, theme = make_member(), make_theme()
    thread = make_thread(author)
    opening = thread.posts.get(number=1)
    edit_post(actor=author, post_id=opening.pk, source="Mieux dit.", language="fr", title="Mieux ?", theme_id=theme.pk)
    thread.refresh_from_db()
    assert (thread.title, thread.theme) == ("Mieux\u202f?", theme)
    later = make_post(author, thread)
    edit_post(actor=author, post_id=later.pk, source="Non.", language="fr", title="Volé", theme_id=None)
    thread.refresh_from_db()
    assert thread.title == "Mieux\u202f?"


def test_the_asker_and_facilitators_accept_an_answer() -> None:
    asker, other, facilitator = make_member(), make_member(), make_member("facilitator")
    thread = make_thread(asker)
    first, second = make_post(other, thread), make_post(other, thread)
    accept_answer(actor=asker, post_id=first.pk)
    accept_answer(actor=asker, post_id=first.pk)
    accept_answer(actor=facilitator, post_id=second.pk)
    thread.refresh_from_db()
    assert thread.accepted_post == second
    with pytest.raises(ObjectDoesNotExist):
        accept_answer(actor=other, post_id=first.pk)
    withdraw_answer(actor=asker, post_id=second.pk)
    thread.refresh_from_db()
    assert thread.accepted_post is None
    assert types().count("conversations.answer-accepted") == 2


def test_neither_the_question_nor_a_deleted_post_nor_a_discussion_has_an_accepted_answer() -> None:
    asker, other = make_member(), make_member()
    thread, talk = make_thread(asker), make_thread(asker, kind="discussion")
    deleted = make_post(other, thread)
    delete_post(actor=other, post_id=deleted.pk)
    for post in (thread.posts.get(number=1), deleted, make_post(other, talk)):
        with pytest.raises(ObjectDoesNotExist):
            accept_answer(actor=asker, post_id=post.pk)


def test_deleting_the_accepted_answer_opens_the_question() -> None:
    asker, other = make_member(), make_member()
    thread = make_thread(asker)
    answer = make_post(other, thread)
    accept_answer(actor=asker, post_id=answer.pk)
    delete_post(actor=other, post_id=answer.pk)
    assert Thread.objects.unanswered().get() == thread


@pytest.mark.parametrize(
    "wrong",
    [{"title": " "}, {"title": "x" * 161}, {"source": " "}, {"source": "x" * 10_001}],
    ids=["untitled", "long title", "empty", "long"],
)
def test_what_is_refused_writes_nothing(wrong: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        make_thread(make_member(), **wrong)
    assert not Thread.objects.exists()
    assert not types()


def test_nobody_writes_faster_than_a_person() -> None:
    author = make_member()
    thread = make_thread(author)
    key = uuid.uuid4()
    make_post(author, thread, key=key)
    for _ in range(PER_PACE - 2):
        make_post(author, thread)
    with pytest.raises(Refused) as refused:
        make_post(author, thread)
    assert refused.value.code == "too-fast"
    # What was written already is still acknowledged, and others are not held up.
    assert make_post(author, thread, key=key).key == key
    make_post(make_member(), thread)


def test_a_free_thread_is_restricted_to_audiences_of_its_author_alone() -> None:
    author = make_member()
    mine, theirs = make_audience("mine"), make_audience("theirs")
    author.audience_ids = (mine.pk,)
    assert make_thread(author, restricted_to=[mine.pk]).restricted_to == [mine.pk]
    with pytest.raises(Refused):
        make_thread(author, restricted_to=[mine.pk, theirs.pk])


def test_the_first_post_under_an_anchor_makes_its_main_thread(places: Any) -> None:
    author, other = make_member(), make_member()
    given = {"anchor_type": "place", "anchor_id": 7, "language": "fr"}
    first = publish_in_discussion(actor=author, key=uuid.uuid4(), source="Un.", **given).post
    second = publish_in_discussion(actor=other, key=uuid.uuid4(), source="Deux.", parent_id=first.pk, **given).post
    assert first.thread_id == second.thread_id
    assert (first.number, second.number, second.parent_id) == (1, 2, first.pk)
    assert first.thread.is_main
    assert types() == ["conversations.post-published"] * 2
    # A question about it is another thread.
    assert make_thread(author, anchor=("place", 7)).is_main is False


def test_there_is_no_talk_about_what_is_not_there(places: Any) -> None:
    for anchor in [("place", 99), ("nowhere", 7)]:
        with pytest.raises(ObjectDoesNotExist):
            make_thread(make_member(), anchor=anchor)
        with pytest.raises(ObjectDoesNotExist):
            publish_in_discussion(
                actor=make_member(), anchor_type=anchor[0], anchor_id=anchor[1], key=uuid.uuid4(), source="x", language="fr"
            )
    assert not Post.objects.exists()
