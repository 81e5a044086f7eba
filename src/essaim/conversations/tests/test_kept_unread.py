"""What is unread is kept beside how far one has read: whatever members do, it says what looking at every thread would say."""

import random
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db.models import F, Q

from essaim.conversations.actions.backdated import bring_post
from essaim.conversations.actions.following import follow_thread, mark_all_read, set_position, take_up
from essaim.conversations.actions.merging import merge_threads, split_thread
from essaim.conversations.actions.unread import fall_behind, look_again
from essaim.conversations.actions.voting import vote
from essaim.conversations.models import Level, PollOption, Post, Reading, Thread, Why
from essaim.conversations.reading import rail
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import make_poll, make_post, make_thread
from .test_moderation import facilitator
from .test_notifications import work
from .test_permissions import signed_in

pytestmark = pytest.mark.django_db


def wrong() -> list[Reading]:
    """Read positions of followers that say something else than the posts."""
    behind, kept = Q(read_number__lt=F("thread__last_number")), Q(unread_since__isnull=False)
    return list(Reading.objects.filter(level__gte=Level.FOLLOWED).filter((behind & ~kept) | (kept & ~behind)))


def test_the_worker_says_what_is_unread_and_reading_to_the_end_takes_it_back(asker: Member, reader: Member) -> None:
    thread = make_thread(asker)
    make_post(reader, thread)
    for _number in range(45):
        make_post(make_member(), thread)
    assert rail(reader).unread == 0, "the worker has not been there"
    work()
    assert rail(reader).unread == 1
    client, address = signed_in(reader), f"/conversations/threads/{thread.pk}/"
    client.get(f"{address}?after=2")
    assert Reading.objects.get(member=reader).read_number == 22
    assert rail(reader).unread == 1, "there is more of it"
    client.get(f"{address}?after=42")
    assert rail(reader).unread == 0 and not wrong()
    # The author is told of it as of any other, and by now has read nothing of it.
    assert rail(asker).unread == 1


def test_only_the_first_of_many_posts_costs_something(asker: Member, reader: Member) -> None:
    thread, other = make_thread(asker), make_member()
    follow_thread(actor=reader, thread_id=thread.pk, level=Level.WATCHED)
    signed_in(reader).get(f"/conversations/threads/{thread.pk}/")
    make_post(other, thread)
    assert fall_behind(thread_ids=[thread.pk]) == 2
    make_post(other, thread)
    assert fall_behind(thread_ids=[thread.pk]) == 0 and not wrong()


def test_who_read_in_the_very_moment_is_told_within_the_hour(asker: Member) -> None:
    thread = make_thread(asker)
    make_post(make_member(), thread)
    work()
    Reading.objects.update(unread_since=None)
    assert rail(asker).unread == 0
    assert look_again() == 1 and look_again() == 0
    assert rail(asker).unread == 1 and not wrong()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_members_do(seed: int) -> None:
    chance = random.Random(seed)
    people, runs = [make_member() for _ in range(5)], facilitator()
    threads = [make_thread(chance.choice(people)) for _ in range(3)] + [make_poll(people[0])]
    clients = {member.pk: signed_in(member) for member in people}

    def write(member: Member, thread: Thread) -> None:
        make_post(member, thread, chance.choice(["Merci.", "Merci, voyez a@b.fr.", "## Un titre"]))

    def bring(member: Member, thread: Thread) -> None:
        bring_post(
            actor=runs, author=member, date=clock.now() - timedelta(days=400), key=uuid.uuid4(), thread_id=thread.pk,
            source="D'avant.", language="fr",
        )  # fmt: skip

    def read(member: Member, thread: Thread) -> None:
        after = chance.choice(["", f"?after={thread.last_number // 2}", f"?after={max(thread.last_number - 1, 0)}"])
        clients[member.pk].get(f"/conversations/threads/{thread.pk}/{after}")

    def see_new(member: Member, thread: Thread) -> None:
        clients[member.pk].get(f"/conversations/threads/{thread.pk}/after/{thread.last_number // 2}/")

    def choose(member: Member, thread: Thread) -> None:
        follow_thread(actor=member, thread_id=thread.pk, level=chance.choice(Level.values))

    def name(member: Member, thread: Thread) -> None:
        take_up(thread_id=thread.pk, members=[member.pk, chance.choice(people).pk], why=Why.NAMED)

    def place(member: Member, thread: Thread) -> None:
        set_position(actor=member, thread_id=thread.pk, read_number=chance.randint(0, thread.last_number))

    def choose_option(member: Member, thread: Thread) -> None:
        options = PollOption.objects.filter(poll=threads[3].pk).values_list("pk", flat=True)
        vote(actor=member, thread_id=threads[3].pk, options=[chance.choice(options)])

    def all_read(member: Member, thread: Thread) -> None:
        mark_all_read(actor=member)

    def merge(member: Member, thread: Thread) -> None:
        merge_threads(actor=runs, thread_id=thread.pk, into_id=chance.choice(threads).pk)

    def split(member: Member, thread: Thread) -> None:
        posts = list(Post.objects.filter(thread=thread, number__gt=1).values_list("pk", flat=True))
        going = chance.sample(posts, min(2, len(posts)))
        threads.append(
            split_thread(actor=runs, thread_id=thread.pk, posts=going, title="À part", kind="question", language="fr")
        )

    acts: list[Callable[[Member, Thread], None]] = [
        write, write, write, write, bring, read, read, read, see_new, choose, name, place, choose_option, all_read, merge, split,
    ]  # fmt: skip
    done = set()
    work()
    for _ in range(120):
        act, member, thread = chance.choice(acts), chance.choice(people), chance.choice(threads)
        thread.refresh_from_db()
        # What was told before is not told again: it would mend what an act forgets.
        Entry.objects.all().delete()
        with suppress(Refused, Thread.DoesNotExist):
            act(member, thread)
            done.add(act.__name__)
        work()
        assert not wrong(), act.__name__
    assert len(done) == len(set(acts)), "each of them succeeded once at least"
