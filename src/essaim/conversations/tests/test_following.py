"""One goes on where one left, hears of what one wanted to hear of, and of nothing else."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from essaim.conversations import queries
from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.following import follow_theme, follow_thread, mark_all_read, set_position
from essaim.conversations.actions.merging import merge_threads
from essaim.conversations.models import Level, Reading, Thread, Visit, Why
from essaim.conversations.reading import rail
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.notifications.tests.factories import run_jobs
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team

from .factories import make_post, make_theme, make_thread
from .test_moderation import facilitator
from .test_notifications import heard
from .test_notifications import work as consume

pytestmark = pytest.mark.django_db


def work() -> None:
    consume()
    run_jobs("notifications.tell-batch")


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def row(member: Member, thread: Thread) -> queries.ThreadRow:
    found = queries.thread_for(member, thread.pk)
    assert found
    return found


def fill(author: Member, thread: Thread, n: int) -> None:
    for number in range(n):
        # Thirty in ten minutes is the pace of a person.
        make_post(author if number < 20 else make_member(), thread, f"Message {number}.")


def test_who_opens_watches_who_replies_follows_who_reads_does_neither(asker: Member, reader: Member) -> None:
    thread, other = make_thread(asker), make_member()
    make_post(other, thread)
    signed_in(reader).get(f"/conversations/threads/{thread.pk}/")
    found = {r.member_id: (r.level, r.why, r.read_number) for r in Reading.objects.filter(thread=thread)}
    assert found == {
        asker.pk: (Level.WATCHED, Why.OPENED, 1), other.pk: (Level.FOLLOWED, Why.REPLIED, 2), reader.pk: (Level.NONE, "", 2)
    }  # fmt: skip


def test_what_is_named_is_followed(asker: Member) -> None:
    named = make_member(first_name="Inès", last_name="Robin")
    thread = make_thread(asker, source="Et vous, @ines.robin ?")
    work()
    assert row(named, thread).why == Why.NAMED and row(named, thread).unread == 1


def test_a_choice_holds_whatever_one_does_later(asker: Member, reader: Member) -> None:
    thread = make_thread(asker)
    follow_thread(actor=reader, thread_id=thread.pk, level=Level.MUTED)
    make_post(reader, thread)
    assert (row(reader, thread).level, row(reader, thread).why) == (Level.MUTED, Why.CHOSEN)


@pytest.mark.parametrize(
    ("own", "chosen", "theme", "expected"),
    [
        (0, False, None, 0), (0, False, 1, 1), (0, False, 2, 2), (2, False, 1, 2), (2, False, 3, 3), (3, False, 2, 3),
        (1, True, 3, 1), (0, True, 3, 0), (2, True, 1, 2),
    ],
)  # fmt: skip
def test_the_thread_by_choice_then_the_greater(own: int, chosen: bool, theme: int | None, expected: int) -> None:
    asker, reader, subject = make_member(), make_member(), make_theme()
    thread = make_thread(asker, theme_id=subject.pk)
    Reading.objects.create(
        member=reader, thread=thread, level=own, why=Why.CHOSEN if chosen else Why.REPLIED, opened_at=clock.now()
    )
    if theme:
        follow_theme(actor=reader, theme_id=subject.pk, level=theme)
    assert row(reader, thread).level == expected


def test_reading_goes_on_from_page_to_page_and_a_leap_leaves_the_place(asker: Member, reader: Member) -> None:
    thread = make_thread(asker)
    fill(make_member(), thread, 60)
    client, address = signed_in(reader), f"/conversations/threads/{thread.pk}/"
    client.get(address)
    assert row(reader, thread).read_number == 21
    client.get(f"{address}?after=41")
    assert row(reader, thread).read_number == 61  # the last page: all of it counts as read
    set_position(actor=reader, thread_id=thread.pk, read_number=5)
    client.get(f"{address}?after=21")
    assert row(reader, thread).read_number == 5
    assert row(reader, thread).address == f"{address}#unread"
    client.get(address)
    client.get(f"{address}?after=21")
    assert row(reader, thread).read_number == 41
    assert client.get(f"{address}unread/")["Location"] == f"{address}?after=41#unread"
    page = client.get(f"{address}?after=41").text
    assert page.index('id="unread"') < page.index("<article")


def test_the_mark_stands_before_the_first_unread_post(asker: Member, reader: Member) -> None:
    thread = make_thread(asker)
    make_post(make_member(), thread, "Ancien.")
    client, address = signed_in(reader), f"/conversations/threads/{thread.pk}/"
    assert 'id="unread"' not in client.get(address).text
    make_post(make_member(), thread, "Tout neuf.")
    page = client.get(address).text
    assert page.index("Ancien.") < page.index('id="unread"') < page.index("Tout neuf.")
    assert 'id="unread"' not in client.get(address).text


def test_a_page_that_is_read_already_writes_nothing(asker: Member, reader: Member) -> None:
    thread, client = make_thread(asker), signed_in(reader)
    address = f"/conversations/threads/{thread.pk}/"
    client.get(address, headers={"Sec-Purpose": "prefetch"})
    assert not Reading.objects.filter(member=reader).exists()
    with CaptureQueriesContext(
        connection,
    ) as first:
        client.get(address)
    with CaptureQueriesContext(connection) as second:
        client.get(address)
    assert len(first) == len(second)
    assert any("INSERT INTO conversations_reading" in query["sql"] for query in first)
    assert not any("INSERT INTO conversations_reading" in query["sql"] for query in second)


def test_the_controls_work_without_javascript(asker: Member, reader: Member) -> None:
    theme = make_theme()
    thread, client = make_thread(asker, theme_id=theme.pk), signed_in(reader)
    address = f"/conversations/follows/threads/{thread.pk}/"
    assert client.post(address, {"level": "mute"})["Location"] == f"/conversations/threads/{thread.pk}/"
    assert 'value="none" aria-pressed="true">Silence' in client.get(f"/conversations/threads/{thread.pk}/").text
    client.post(address, {"level": "none"})
    assert row(reader, thread).level == Level.NONE
    client.post(address, {"level": "tout", "next": "https://ailleurs.example/"})
    assert row(reader, thread).level == Level.NONE
    client.post(f"/conversations/follows/themes/{theme.slug}/", {"level": "watch"})
    assert rail(reader).themes[0].level == Level.WATCHED
    client.post(f"/conversations/follows/themes/{theme.slug}/", {"level": "none"})
    assert rail(reader).themes[0].level == Level.NONE
    assert client.post("/conversations/follows/themes/inconnu/", {"level": "watch"}).status_code == 404


def test_a_line_says_why_one_follows(asker: Member, reader: Member) -> None:
    thread = make_thread(asker)
    make_post(reader, thread)
    page = signed_in(reader).get(f"/conversations/threads/{thread.pk}/").text
    assert "Vous suivez ce fil, parce que vous y avez répondu." in page


def test_what_is_restricted_is_neither_followed_nor_counted(asker: Member, reader: Member) -> None:
    audience = make_audience("rh", asker, reader)
    asker, reader = load_member(asker.pk) or asker, load_member(reader.pk) or reader
    thread = make_thread(asker, restricted_to=[audience.pk])
    make_post(reader, thread)
    follow_thread(actor=reader, thread_id=thread.pk, level=Level.WATCHED)
    audience.memberships.filter(member=reader).delete()
    outside = load_member(reader.pk) or reader
    make_post(asker, thread)
    work()
    assert (
        rail(outside).unread == 0 and queries.list_threads(outside, show="unread") == [] and mark_all_read(actor=outside) == 0
    )
    assert heard(reader) == []
    for attempt in (
        lambda: follow_thread(actor=outside, thread_id=thread.pk, level=Level.WATCHED),
        lambda: set_position(actor=outside, thread_id=thread.pk, read_number=1),
    ):
        with pytest.raises(Thread.DoesNotExist):
            attempt()


def test_a_position_is_one_of_the_thread(asker: Member) -> None:
    with pytest.raises(Refused, match="de 0 à 1"):
        set_position(actor=asker, thread_id=make_thread(asker).pk, read_number=2)


def events(member: Member) -> tuple[str, int]:
    """The kind of the one notification that a member has, and of how many events it tells."""
    told = apps.get_model("notifications", "Notification").objects.get(recipient=member)
    return told.kind, len(told.entry_ids)


def test_watchers_hear_of_every_post_once_and_followers_of_none(asker: Member, reader: Member) -> None:
    theme = make_theme()
    follower, muted, by_theme, silent = make_member(), make_member(), make_member(), make_member()
    follow_theme(actor=by_theme, theme_id=theme.pk, level=Level.WATCHED)
    thread = make_thread(asker, theme_id=theme.pk)
    make_post(muted, thread)
    for member, level in ((reader, 3), (follower, 2), (muted, 1), (silent, 1)):
        follow_thread(actor=member, thread_id=thread.pk, level=level)
    first = Thread.objects.get(pk=thread.pk).posts.get(author=muted)
    make_post(make_member(), thread, parent_id=first.pk)
    work()
    # What is unread of one thread is one notification; every post counts in it, the one that opens it too.
    told = {member.pk: events(member) for member in (reader, by_theme, asker)}
    assert told == {
        reader.pk: ("conversations.watched", 3),
        by_theme.pk: ("conversations.watched", 3),
        asker.pk: ("conversations.reply", 2),
    }
    assert heard(follower) == heard(muted) == heard(silent) == []


def test_whoever_opened_a_thread_may_have_silence_but_for_their_name(asker: Member) -> None:
    asker.first_name, asker.last_name = "Inès", "Robin"
    asker.save()
    thread = make_thread(asker)
    follow_thread(actor=asker, thread_id=thread.pk, level=Level.MUTED)
    make_post(make_member(), thread)
    make_post(make_member(), thread, "Et vous, @ines.robin ?")
    work()
    assert heard(asker) == ["conversations.mention"]


def test_since_ones_visit(asker: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    team = make_team("Service client")
    reader, colleague = make_member(team=team), make_member(team=team)
    thread, client = make_thread(asker), signed_in(reader)
    before, mine = make_thread(asker), make_thread(reader)
    answers = [make_post(colleague, one) for one in (before, mine)]
    assert "Depuis votre passage" not in client.get("/conversations/threads/").text
    post = make_post(colleague, thread)
    make_post(asker, thread)
    make_post(reader, thread)
    # An answer that stood there before counts as well, one that the reader kept does not.
    for by, kept in ((asker, post), (asker, answers[0]), (reader, answers[1])):
        accept_answer(actor=by, post_id=kept.pk)
    assert "Depuis votre passage" not in client.get("/conversations/threads/").text
    Visit.objects.update(at=clock.now() - 2 * rail.__globals__["VISIT"])
    for _time in range(2):
        page = client.get("/conversations/threads/").text
        assert "2 messages, dont 1 de votre équipe, 2 questions résolues." in " ".join(page.split())
    # It is told where nothing was written, too.
    Visit.objects.update(at=clock.now() - 2 * rail.__globals__["VISIT"])
    assert ": 2 questions résolues." in " ".join(client.get("/conversations/threads/").text.split())


def test_the_api_says_and_keeps_it(asker: Member, reader: Member) -> None:
    theme = make_theme()
    thread, client = make_thread(asker, theme_id=theme.pk), signed_in(reader)

    def put(path: str, body: dict[str, Any]) -> Any:
        return client.put(f"/api/v1/{path}", body, content_type="application/json")

    told = put(f"threads/{thread.pk}/reading", {"following": "follow"}).json()
    assert (told["following"], told["unread"], told["read"]) == ("follow", 1, 0)
    assert [one["id"] for one in client.get("/api/v1/threads?show=unread").json()["items"]] == [thread.pk]
    assert client.get("/api/v1/themes").json()["items"][0]["unread"] == 1
    assert put(f"threads/{thread.pk}/reading", {"read": 1}).json()["unread"] == 0
    assert put(f"threads/{thread.pk}/reading", {"read": 9}).status_code == 422
    assert put(f"themes/{theme.slug}/follow", {"following": "watch"}).json()["following"] == "watch"
    assert put("themes/inconnu/follow", {"following": "watch"}).status_code == 404
    assert put("threads/999999/reading", {"read": 1}).status_code == 404
    merge_threads(actor=facilitator(), thread_id=thread.pk, into_id=(other := make_thread(asker)).pk)
    assert put(f"threads/{thread.pk}/reading", {"following": "mute"}).json()["id"] == other.pk
    assert Reading.objects.get(thread=other, member=reader).level == Level.MUTED


@pytest.mark.django_db(transaction=True)
def test_how_far_one_read_waits_for_no_disk_and_nothing_else_is_kept_so(asker: Member, reader: Member) -> None:
    def now() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW synchronous_commit")
            return str(cursor.fetchone()[0])

    thread = make_thread(asker)
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = on")
    with transaction.atomic():
        queries.posts_numbered(thread.pk, [1], reader.pk, read=1)
        assert now() == "off"
    assert now() == "on"
    queries.posts_numbered(thread.pk, [1], reader.pk, read=1)
    assert now() == "on"
    assert Reading.objects.get(member=reader).read_number == 1
    with transaction.atomic():
        make_post(reader, thread)
        assert now() == "on"
    with connection.cursor() as cursor:
        cursor.execute("RESET synchronous_commit")
