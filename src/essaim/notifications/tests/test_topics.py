"""Several events of one thread are one notification, each counted once; what is stronger is not hidden in what is weaker."""

import pytest
from django.test import Client
from django.utils.translation import gettext

from essaim.notifications import queries
from essaim.notifications.actions import joining
from essaim.notifications.actions.notify import reword
from essaim.notifications.actions.read import mark_all_read
from essaim.notifications.models import MailState, Notification, Preference
from essaim.notifications.telling import Gathered
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import DIGEST, KIND, STRONG, WEAK, Clock, run_jobs, tell

pytestmark = pytest.mark.django_db


def words(several: Gathered) -> str:
    return f"{several.name} et {several.others} ({several.events})"


def say(reader: Member, entry_id: int, actor: Member | None = None, kind: str = KIND, **fields: object) -> int:
    given = {"topic": "thread:1", "gathered": words, "title": f"Événement {entry_id}", "url": f"/test/{entry_id}/"}
    return tell(reader, entry_id=entry_id, kind=kind, actor_id=actor.pk if actor else None, **(given | fields))


@pytest.fixture
def people() -> list[Member]:
    return [make_member(first_name=name, last_name="Roy") for name in ("Léa", "Inès", "Paul")]


def test_while_one_is_unread_the_next_joins_it(now: Clock, people: list[Member]) -> None:
    reader = make_member()
    for entry_id, actor in enumerate([*people, people[0]], 1):
        assert say(reader, entry_id, actor) == 1
    one = Notification.objects.get()
    assert one.title == "Léa Roy et 2 (4)", "the last one leads, and nobody counts twice among the people"
    assert (one.url, one.entry_ids, one.actor_id) == ("/test/4/", [1, 2, 3, 4], people[0].pk)
    assert one.actor_ids == [people[0].pk, people[2].pk, people[1].pk]


def test_an_entry_counts_once_however_often_it_is_told(now: Clock, people: list[Member]) -> None:
    reader = make_member()
    for _ in range(3):
        say(reader, 1, people[0])
        say(reader, 2, people[1])
    assert Notification.objects.get().entry_ids == [1, 2]
    mark_all_read(actor=reader)
    assert say(reader, 2, people[1]) == 0, "not even after it was read"
    assert say(reader, 3, people[2]) == 1
    assert list(Notification.objects.order_by("pk").values_list("entry_ids", "title")) == [
        ([1, 2], "Inès Roy et 1 (2)"), ([3], "Événement 3"),
    ]  # fmt: skip


def test_topics_and_readers_stay_apart(now: Clock, people: list[Member]) -> None:
    say(people[0], 1)
    say(people[1], 1)
    say(people[0], 2, topic="thread:2")
    say(people[0], 3, topic="")
    say(people[0], 4, topic="")
    assert Notification.objects.count() == 5


def test_a_mail_gathers_likewise_and_leaves_once_until_it_is_read(now: Clock, people: list[Member], mailoutbox: list) -> None:
    reader = make_member()
    say(reader, 1, people[0])
    say(reader, 2, people[1])
    run_jobs()
    (message,) = mailoutbox
    assert message.subject == "Inès Roy et 1 (2)"
    say(reader, 3, people[2])
    run_jobs()
    assert len(mailoutbox) == 1
    mark_all_read(actor=reader)
    say(reader, 4, people[2])
    run_jobs()
    assert [message.subject for message in mailoutbox[1:]] == ["Événement 4"]


def test_being_named_is_not_hidden_among_follows(now: Clock, people: list[Member], mailoutbox: list) -> None:
    reader = make_member()
    for entry_id in (1, 2):
        say(reader, entry_id, people[0], WEAK)
    run_jobs()
    say(reader, 3, people[1], STRONG)
    one = Notification.objects.get()
    assert (one.kind, one.title, one.url, one.beside) == (STRONG, "Événement 3", "/test/3/", 2)
    run_jobs()
    assert [message.subject for message in mailoutbox] == ["Léa Roy et 0 (2)", "Événement 3"]
    first, second = (message.extra_headers["Message-ID"] for message in mailoutbox)
    assert first != second
    say(reader, 4, people[2], WEAK)
    one.refresh_from_db()
    assert (one.title, one.beside, one.entry_ids) == ("Événement 3", 3, [1, 2, 3, 4]), "what is weaker is counted beside it"
    say(reader, 5, people[2], STRONG)
    one.refresh_from_db()
    assert one.title == "Paul Roy et 1 (2)", "follows are not among those who named"
    run_jobs()
    assert len(mailoutbox) == 2


def test_the_same_entry_as_a_follow_and_as_a_mention_is_a_mention(now: Clock, people: list[Member]) -> None:
    """Whichever comes first: a crowd is told by another job than those who are named."""
    for order in ([WEAK, STRONG], [STRONG, WEAK]):
        reader = make_member()
        for kind in order:
            say(reader, 1, people[0], kind)
        one = Notification.objects.get(recipient=reader)
        assert (one.kind, one.entry_ids, one.beside) == (STRONG, [1], 0)


def test_a_raised_notification_comes_at_once_where_its_kind_does(now: Clock, people: list[Member], mailoutbox: list) -> None:
    reader = make_member()
    Preference.objects.create(member=reader, kind=WEAK, delivery="digest")
    say(reader, 1, people[0], WEAK)
    run_jobs()
    assert mailoutbox == []
    say(reader, 2, people[0], STRONG)
    run_jobs()
    assert len(mailoutbox) == 1


def test_each_reads_their_own_words(now: Clock, people: list[Member]) -> None:
    french, english = make_member(), make_member(language="en")

    def several(gathered: Gathered) -> str:
        return f"{gettext('Non lues')} {gathered.events}"

    for entry_id in (1, 2):
        tell(french, english, entry_id=entry_id, topic="thread:1", gathered=several, actor_id=people[0].pk)
    titles = dict(Notification.objects.order_by("pk").values_list("recipient_id", "title"))
    assert titles == {french.pk: "Non lues 2", english.pk: "Unread 2"}


def test_a_deleted_message_takes_its_words_but_not_the_others(now: Clock, people: list[Member]) -> None:
    reader = make_member()
    say(reader, 1, people[0])
    say(reader, 2, people[1])
    reword(url="/test/2/", excerpt="Supprimé.", gone=True)
    one = Notification.objects.get()
    assert one.excerpt == "Supprimé." and one.read_at is None, "the first one is still to be read"


def test_it_stops_counting_before_it_is_a_burden(now: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST", 3)
    reader = make_member()
    assert [say(reader, entry_id) for entry_id in range(1, 6)] == [1, 1, 1, 0, 0]
    assert say(reader, 9, kind=STRONG) == 1
    assert Notification.objects.get().entry_ids == [1, 2, 3, 9]


def test_looking_at_the_thread_is_having_read_it(now: Clock) -> None:
    from essaim.notifications.queries import unread_count

    reader = make_member()
    say(reader, 1)
    tell(reader, entry_id=2, kind=DIGEST, url="/elsewhere/")
    assert unread_count(reader, "/conversations/threads/1/", ["thread:1"]) == 1
    assert Notification.objects.get(topic="thread:1").read_at
    assert Notification.objects.get(topic="").mail_state == MailState.WAITING


def test_the_bell_comes_with_the_session(
    client: Client, now: Clock, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    reader = make_member()
    client.force_login(reader)
    tell(reader, entry_id=1, kind=DIGEST, url="/nowhere/?of=1&two words")
    tell(reader, entry_id=2, kind=DIGEST, url="/elsewhere/")
    with django_assert_num_queries(1):
        page = client.get("/nowhere/").content.decode()
    assert 'aria-hidden="true">2<' in page
    with django_assert_num_queries(2):  # being there is having read it
        assert 'aria-hidden="true">1<' in client.get("/elsewhere/").content.decode()
    assert Notification.objects.filter(read_at=None).count() == 1
    monkeypatch.setattr(queries, "MOST", 0)
    with django_assert_num_queries(2):  # too many to be carried
        client.get("/nowhere/")
