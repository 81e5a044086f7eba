"""Votes are counted once each; with names one may change one's mind, without names nobody can tell afterwards who chose what."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from essaim.conversations.actions.posts import edit_post, publish_post
from essaim.conversations.actions.voting import close_poll, vote
from essaim.conversations.around import PollRow, around
from essaim.conversations.models import Ballot, Level, Poll, Reading, Thread, Vote, Why
from essaim.conversations.queries import thread_for
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_poll, make_thread
from .test_concurrency import at_once

pytestmark = pytest.mark.django_db


def options_of(thread: Thread) -> list[int]:
    return list(thread.poll.options.order_by("position").values_list("pk", flat=True))


def seen(member: Member, thread: Thread) -> PollRow:
    row = thread_for(member, thread.pk)
    assert row
    poll = around(member, row).poll
    assert poll
    return poll


def counts(poll: PollRow) -> list[int | None]:
    return [option.votes for option in poll.options]


def test_who_votes_with_a_name_follows_and_nothing_dates_a_vote_without() -> None:
    author, other = make_member(), make_member()
    named, anonymous = make_poll(author), make_poll(author, anonymous=True)
    for thread in (named, anonymous):
        vote(actor=other, thread_id=thread.pk, options=options_of(thread)[:1])
    followed = Reading.objects.filter(member=other).values_list("thread", "level", "why")
    assert list(followed) == [(named.pk, Level.FOLLOWED, Why.VOTED)]


def test_a_vote_with_a_name_is_changed_and_seen_by_those_who_voted() -> None:
    author, other = make_member(), make_member(first_name="Samia", last_name="Belkacem")
    thread = make_poll(author)
    one, two, _three = options_of(thread)
    assert counts(seen(other, thread)) == [None] * 3
    for choice in (one, one, two):
        vote(actor=other, thread_id=thread.pk, options=[choice])
    poll = seen(other, thread)
    assert (counts(poll), poll.voters, poll.options[1].mine) == ([0, 1, 0], 1, True)
    assert poll.options[1].names == ["Samia Belkacem"]
    assert counts(seen(author, thread)) == [None] * 3
    close_poll(actor=author, thread_id=thread.pk)
    assert counts(seen(author, thread)) == [0, 1, 0]
    with pytest.raises(Refused) as refused:
        vote(actor=author, thread_id=thread.pk, options=[one])
    assert refused.value.code == "closed"


def test_several_answers_where_several_are_asked_for() -> None:
    member = make_member()
    thread = make_poll(member, multiple=True)
    one, two, three = options_of(thread)
    vote(actor=member, thread_id=thread.pk, options=[one, two])
    vote(actor=member, thread_id=thread.pk, options=[two, three])
    assert (counts(seen(member, thread)), seen(member, thread).voters) == ([0, 1, 1], 1)


@pytest.mark.parametrize(("chosen", "code"), [([], "choice"), ([999_999], "choice"), (["both"], "one-choice")])
def test_a_choice_that_is_none_is_refused(chosen: list[Any], code: str) -> None:
    member = make_member()
    thread = make_poll(member)
    with pytest.raises(Refused) as refused:
        vote(actor=member, thread_id=thread.pk, options=options_of(thread)[:2] if chosen == ["both"] else chosen)
    assert refused.value.code == code
    assert not Vote.objects.exists()


def test_a_poll_of_others_is_not_there() -> None:
    insider, outsider = make_member(), make_member()
    audience = make_audience("rh", insider)
    insider = load_member(insider.pk) or insider
    thread = make_poll(insider, restricted_to=[audience.pk])
    with pytest.raises(Thread.DoesNotExist):
        vote(actor=outsider, thread_id=thread.pk, options=options_of(thread)[:1])
    for member, may in ((outsider, False), (insider, True)):
        if may:
            close_poll(actor=member, thread_id=thread.pk)
        else:
            with pytest.raises(Thread.DoesNotExist):
                close_poll(actor=member, thread_id=thread.pk)


def test_an_anonymous_poll_counts_once_and_says_nothing_until_it_is_closed() -> None:
    author, voters = make_member(), [make_member() for _ in range(5)]
    thread = make_poll(author, anonymous=True)
    one, two, _three = options_of(thread)
    for voter, choice in zip(voters, (one, one, one, two, two), strict=True):
        vote(actor=voter, thread_id=thread.pk, options=[choice])
        vote(actor=voter, thread_id=thread.pk, options=[two])
        for reader in (voter, author):
            assert counts(seen(reader, thread)) == [None] * 3
    assert seen(author, thread).voters == 5
    assert not seen(voters[0], thread).may_vote
    close_poll(actor=author, thread_id=thread.pk)
    assert counts(seen(author, thread)) == [3, 2, 0]
    assert not any(option.mine or option.names for option in seen(voters[0], thread).options)


def test_four_votes_are_never_shown() -> None:
    author = make_member()
    thread = make_poll(author, anonymous=True)
    for _n in range(4):
        vote(actor=make_member(), thread_id=thread.pk, options=options_of(thread)[:1])
    Poll.objects.update(closes_at=clock.now() - timedelta(seconds=1))
    poll = seen(author, thread)
    assert (counts(poll), poll.too_few, poll.voters) == ([None] * 3, True, 4)


def test_nothing_that_is_kept_joins_a_ballot_and_a_choice() -> None:
    """Neither a column nor the version of a row: all options are of one transaction, whichever was chosen."""
    thread = make_poll(make_member(), anonymous=True)
    before = Entry.objects.count()
    vote(actor=make_member(), thread_id=thread.pk, options=options_of(thread)[1:2])
    assert {field.column for field in Ballot._meta.get_fields() if hasattr(field, "column")} == {"id", "poll_id", "member_id"}
    assert not Vote.objects.exists()
    assert Entry.objects.count() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text, cmin::text FROM conversations_polloption WHERE poll_id = %s", [thread.pk])
        assert len(set(cursor.fetchall())) == 1


def test_the_page_votes_without_javascript_and_marks_what_was_chosen(client: Client) -> None:
    author, voter = make_member(), make_member()
    thread = make_poll(author)
    two = options_of(thread)[1]
    client.force_login(voter)
    assert "Résultats" not in client.get(f"/conversations/threads/{thread.pk}/").text
    assert "Choisissez une réponse, puis votez." in client.post(f"/conversations/polls/{thread.pk}/vote/", follow=True).text
    page = client.post(f"/conversations/polls/{thread.pk}/vote/", {"option": str(two)}, follow=True)
    assert f'value="{two}" checked' in page.text
    assert "Résultats" in page.text
    for forged in ("x", "9" * 40, "-1"):
        client.post(f"/conversations/polls/{thread.pk}/vote/", {"option": forged})
    assert Vote.objects.count() == 1
    assert client.post(f"/conversations/polls/{thread.pk}/close/").status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("anonymous", [True, False])
def test_people_who_vote_at_once_are_all_counted_once(anonymous: bool) -> None:
    voters = [make_member() for _ in range(6)]
    thread = make_poll(make_member(), anonymous=anonymous)
    options = options_of(thread)

    def cast(voter: Member, index: int) -> None:
        for _twice in range(2):
            vote(actor=voter, thread_id=thread.pk, options=[options[index % 2]])

    assert at_once(*(lambda v=v, i=i: cast(v, i) for i, v in enumerate(voters))) == [None] * 6
    thread.poll.refresh_from_db()
    assert thread.poll.voters == 6
    assert list(thread.poll.options.order_by("position").values_list("votes", flat=True)) == [3, 3, 0]


def test_a_poll_may_say_all_in_its_title_and_no_other_kind_may() -> None:
    author = make_member()
    thread = make_poll(author, source=" ")
    assert (thread.posts.get().source, thread.posts.get().html) == ("", "")
    edit_post(actor=author, post_id=thread.posts.get().pk, source="", language="fr", title="Quel jour, alors ?")
    with pytest.raises(Refused, match="vide"):
        publish_post(actor=author, thread_id=thread.pk, key=uuid.uuid4(), source="", language="fr")
    with pytest.raises(Refused, match="vide"):
        make_thread(author, source="")
