"""Everybody whose posts an act moved or hid hears of it once; the reason is for whom it was said to."""

import re

import pytest

from essaim.conversations.actions.merging import merge_threads, split_thread
from essaim.conversations.actions.moderation import hide_thread, show_thread
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.models import Thread
from essaim.notifications.models import Notification
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_moderation import facilitator, tell_all, told
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db
WHY = "Le fil se perdait."


def written(*authors: Member) -> tuple[Thread, Member]:
    """A thread of the first of ``authors``, in which each wrote twice, and one who deleted what they wrote."""
    thread, gone = make_thread(authors[0], title="Nos horaires"), make_member()
    for author in (*authors, *authors):
        make_post(author, thread)
    delete_post(actor=gone, post_id=make_post(gone, thread).pk)
    return thread, gone


def words(member: Member) -> tuple[str, str, str]:
    notice = Notification.objects.get(recipient=member)
    return re.sub(r"\s", " ", notice.title), notice.excerpt, notice.url


def test_hiding_a_thread_is_told_to_all_who_wrote_in_it() -> None:
    opener, one, two, aurelie = make_member(), make_member(), make_member(), facilitator()
    thread, gone = written(opener, one, two, aurelie)
    act = hide_thread(actor=aurelie, thread_id=thread.pk, reason=WHY)
    tell_all()
    tell_all()
    assert [told(member) for member in (opener, one, two)] == [["conversations.moderation"]] * 3
    assert told(gone) == told(aurelie) == []
    assert words(opener)[1] == WHY
    assert words(one) == (
        "Fil masqué : « Nos horaires »",
        "Vous y aviez écrit.",
        f"/conversations/moderation/mine/#act-{act.pk}",
    )
    for member, reads in ((opener, True), (one, False)):
        page = signed_in(member).get("/conversations/moderation/mine/").text
        assert f'id="act-{act.pk}"' in page
        assert (WHY in page) is reads
    assert f'id="act-{act.pk}"' not in signed_in(gone).get("/conversations/moderation/mine/").text
    show_thread(actor=aurelie, thread_id=thread.pk)
    tell_all()
    assert [len(told(member)) for member in (opener, one, two, gone, aurelie)] == [2, 2, 2, 0, 0]


def test_merging_is_told_to_all_whose_posts_went() -> None:
    opener, one, other, aurelie = make_member(), make_member(), make_member(), facilitator()
    source, gone = written(opener, one)
    target = make_thread(other)
    merge_threads(actor=aurelie, thread_id=source.pk, into_id=target.pk, reason=WHY)
    tell_all()
    assert [told(member) for member in (opener, one)] == [["conversations.moderation"]] * 2
    assert told(other) == told(gone) == []
    title, excerpt, address = words(one)
    assert (title, excerpt) == ("Fil réuni à un autre : « Nos horaires »", "Vous y aviez écrit.")
    assert signed_in(one).get(address)["Location"] == f"/conversations/threads/{target.pk}/"
    assert Notification.objects.get(recipient=one).read_at


def test_splitting_is_told_to_all_whose_posts_went() -> None:
    opener, one, two, aurelie = make_member(), make_member(), make_member(), facilitator()
    source = make_thread(opener)
    posts = [make_post(author, source) for author in (one, two, one, two)]
    target = split_thread(
        actor=aurelie, thread_id=source.pk, posts=[post.pk for post in posts[1:]], title="À part", kind="question",
        language="fr", reason=WHY,
    )  # fmt: skip
    tell_all()
    assert [told(member) for member in (one, two)] == [["conversations.moderation"]] * 2
    assert told(opener) == []
    assert words(two)[1] == WHY
    assert words(one) == (
        "Messages mis dans un nouveau fil : « À part »", "Vous y aviez écrit.", f"/conversations/threads/{target.pk}/",
    )  # fmt: skip
