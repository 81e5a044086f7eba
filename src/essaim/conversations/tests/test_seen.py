"""Whoever a thread is for sees it everywhere, and nobody else anywhere: over combinations that nobody would think of."""

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from essaim.conversations import queries
from essaim.conversations.actions.moderation import hide_thread, show_thread
from essaim.conversations.actions.theming import arrange_theme, move_threads
from essaim.conversations.actions.threads import follow
from essaim.conversations.models import Level, Post, Reading, Thread, Why
from essaim.conversations.notifications import REPLY
from essaim.conversations.reading import watchers_after
from essaim.conversations.watching import KIND
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.notifications.tests.factories import run_jobs
from essaim.organisation.models import Theme
from essaim.people.models import Audience, Member, alone
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team
from essaim.ui.anchors import Anchor

from .factories import awake, make_post, make_theme, make_thread
from .test_notifications import work

TITLE, THEME, SAID = "Zibeline prudente", "Palissandre", "Un ornithorynque."
AUDIENCES = ("a", "b", "c")
some = st.sets(st.sampled_from(AUDIENCES))


@dataclasses.dataclass(frozen=True)
class Case:
    """Who is in what, and for whom things are, by letters of audiences."""

    members: list[set[str]]
    theme: set[str]
    thread: set[str]
    anchor: set[str] | None
    private: bool
    theme_then: set[str] | None
    anchor_then: set[str] | None
    moved_to: set[str] | None
    is_question: bool
    # Hidden before all that, and shown again after it.
    is_hidden: bool
    is_shown: bool
    # What was written first is told before all that.
    told_early: bool


cases = st.builds(
    Case, members=st.lists(some, min_size=2, max_size=3), theme=some, thread=some, anchor=st.none() | some, private=st.booleans(),
    theme_then=st.none() | some, anchor_then=st.none() | some, moved_to=st.none() | some, is_question=st.booleans(),
    is_hidden=st.booleans(), is_shown=st.booleans(), told_early=st.booleans(),
)  # fmt: skip


@contextlib.contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _seen(client: Client, path: str) -> bool:
    response = client.get(path, follow=True)
    return response.status_code == 200 and (TITLE in response.text or "ornithorynque" in response.text)


def _tell() -> None:
    work()
    run_jobs("notifications.tell-batch")


def _told(post: Post, people: list[Member]) -> tuple[set[int], set[int]]:
    """Who hears of a new post, and to whom a mail leaves; everybody wants one at once."""
    _tell()
    entry = Entry.objects.get(type="conversations.post-published", subject_id=post.pk)
    told = apps.get_model("notifications", "Notification").objects.filter(entry_ids__contains=[entry.pk], gone=False)
    mail.outbox.clear()
    actions = import_module("essaim.notifications.actions.mail")
    for made in actions.gather(recipient_ids=[member.pk for member in people]):
        actions.send(mail_id=made.pk)
    mailed = {member.pk for member in people for one in mail.outbox if member.email in one.to}
    return set(told.values_list("recipient_id", flat=True)), mailed


def _hears_at_once(member: Member) -> None:
    awake(member)
    apps.get_model("notifications", "Preference").objects.bulk_create(
        apps.get_model("notifications", "Preference")(member=member, kind=kind, delivery="immediate") for kind in (KIND, REPLY)
    )


def _change(
    case: Case, facilitator: Member, theme: Theme, ids: Callable[[set[str]], list[int]], places: dict[int, Anchor]
) -> None:
    """What happens around the thread: its theme, its page, where the threads of its theme are."""
    if case.theme_then is not None:
        arrange_theme(actor=facilitator, theme_id=theme.pk, name=THEME, restricted_to=ids(case.theme_then))
    if case.anchor_then is not None:
        places[7] = Anchor(title="Un lieu", url="/ici/", restricted_to=tuple(ids(case.anchor_then)))
        follow("place", 7, ids(case.anchor_then))
    if case.moved_to is not None:
        target = make_theme("ailleurs")
        arrange_theme(actor=facilitator, theme_id=target.pk, name="Ailleurs", restricted_to=ids(case.moved_to))
        move_threads(actor=facilitator, theme_id=theme.pk, target_id=target.pk)


def _build(case: Case, places: dict[int, Anchor]) -> tuple[Thread, list[Member], dict[str, Audience]] | None:
    audiences = {letter: make_audience(letter) for letter in AUDIENCES}
    ids = lambda letters: sorted(audiences[letter].pk for letter in letters)  # noqa: E731
    team = make_team("Atelier")
    author = make_member(team=team)
    others = [make_member(team=team) for _ in case.members]
    for letter in AUDIENCES:
        audiences[letter].memberships.create(member=author)
    for member, letters in zip(others, case.members, strict=True):
        for letter in letters:
            audiences[letter].memberships.create(member=member)
    facilitator, runner = make_member("facilitator"), make_member("facilitator")
    for audience in audiences.values():
        audience.memberships.create(member=runner)
    runner = load_member(runner.pk) or runner
    people = [load_member(member.pk) or member for member in (author, *others, facilitator)]
    theme = make_theme(THEME.lower())
    arrange_theme(actor=facilitator, theme_id=theme.pk, name=THEME, restricted_to=ids(case.theme))
    places[7] = Anchor(title="Un lieu", url="/ici/", restricted_to=tuple(ids(case.anchor or ())))
    try:
        thread = make_thread(
            people[0], title=TITLE, source=SAID, theme_id=theme.pk, kind="question" if case.is_question else "discussion",
            anchor=("place", 7) if case.anchor is not None else None,
            restricted_to=ids(case.thread) if case.anchor is None else (),
        )  # fmt: skip
    except Refused:
        return None
    if case.private:
        # What is between two of them is in no theme that others have.
        between = [alone(people[0].pk), alone(people[1].pk)]
        Thread.objects.filter(pk=thread.pk).update(restricted_to=between, theme=None, anchor_type="", anchor_id=None)
    for member in people:
        Reading.objects.update_or_create(
            thread=thread, member=member, defaults={"level": Level.WATCHED, "why": Why.CHOSEN, "opened_at": clock.now()}
        )
        _hears_at_once(member)
    if case.told_early:
        _tell()
    call_command("search_rebuild", verbosity=0)
    before = set(Thread.objects.get(pk=thread.pk).restricted_to)
    hides = case.is_hidden and not case.private
    if hides:
        hide_thread(actor=runner, thread_id=thread.pk, reason="Le temps d'y voir clair.")
    _change(case, facilitator, theme, ids, places)
    if hides and case.is_shown:
        show_thread(actor=runner, thread_id=thread.pk)
    thread.refresh_from_db()
    # Opened to everybody only with the theme or the anchor that it is in.
    if before and not thread.restricted_to:
        assert case.theme_then == set() or case.anchor_then == set()
    return thread, people, audiences


def _check(case: Case, places: dict[int, Anchor]) -> None:
    with undone():
        built = _build(case, places)
        if built is None:
            return
        thread, people, _audiences = built
        allowed = {m.pk for m in people if not thread.restricted_to or set(thread.restricted_to) & set(m.audience_ids)}
        if thread.theme and thread.theme.restricted_to:
            # Of a hidden thread, for whom it is shown again.
            assert thread.audience_scope and set(thread.audience_scope) <= set(thread.theme.restricted_to)
        # What is found never goes behind what is allowed, indexed again or not.
        stale = {m.pk for m in people if _seen(_client(m), "/search/?q=zibeline")}
        call_command("search_rebuild", verbosity=0)
        # Whoever opened it is in every audience.
        heard, mailed = _told(make_post(people[0], thread, SAID), people[1:])
        others = allowed - {people[0].pk}
        places_seen = _surfaces(thread)
        wrong = [f"found before it is indexed again by {stale - allowed}"] if stale - allowed else []
        for member in people:
            client, may = _client(member), member.pk in allowed
            wrong += [f"{path} for {member.pk}: {not may}" for path in places_seen if _seen(client, path) is not may]
            theme = thread.theme
            if theme and theme.restricted_to and not set(theme.restricted_to) & set(member.audience_ids):
                wrong += [f"{path} names the theme" for path in NAMES if theme.name in client.get(path).text]
            # What is between two has no title there; who wrote is told of nothing but what facilitators did.
            tells = may and not case.private
            if member is not people[0] and _seen(client, "/notifications/") is not tells:
                wrong.append(f"notification for {member.pk}: {not tells}")
            row = queries.thread_for(member, thread.pk)
            wrong += [f"row for {member.pk}"] if (row is not None) is not may else []
        watching = watchers_after(
            thread_id=thread.pk, theme_id=thread.theme_id, restricted_to=thread.restricted_to, last_id=0, limit=100
        )
        wrong += [f"watchers {set(watching) ^ allowed}"] if set(watching) != allowed else []
        wrong += [f"told {heard - others}, not told {others - heard}"] if heard != others else []
        wrong += [f"mailed {mailed - others}, not mailed {others - mailed}"] if mailed != others else []
        assert not wrong, "\n".join(wrong)


NAMES = (
    "/conversations/threads/",
    "/conversations/threads/new/",
    "/api/v1/themes",
    "/api/v1/threads",
    "/search/?q=palissandre",
    "/",
)


def _client(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def _surfaces(thread: Thread) -> list[str]:
    """Where whoever may see the thread sees it, and nobody else."""
    post = thread.posts.order_by("number").first()
    assert post
    lists = ["/conversations/threads/", "/api/v1/threads", "/search/?q=zibeline", "/api/v1/search?q=zibeline"]
    lists.append("/conversations/similar/?title=zibeline+prudente")
    if thread.theme_id and thread.theme:
        lists += [f"/conversations/threads/?theme={thread.theme.slug}", f"/api/v1/threads?theme={thread.theme.slug}"]
    item = [
        f"/conversations/threads/{thread.pk}/",
        f"/conversations/threads/{thread.pk}/unread/",
        f"/conversations/posts/{post.pk}/",
    ]
    pointed = ["/conversations/references/?q=zibeline", f"/conversations/references/thread/{thread.pk}/"]
    return [
        *lists,
        *item,
        *pointed,
        f"/api/v1/threads/{thread.pk}",
        f"/api/v1/posts/{post.pk}",
        f"/api/v1/posts?thread={thread.pk}",
    ]


def _over(examples: int) -> Callable[..., Any]:
    def decorate(test: Any) -> Any:
        health = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
        return settings(max_examples=examples, deadline=None, suppress_health_check=health, derandomize=examples < 50)(
            given(case=cases)(test)
        )

    return decorate


@pytest.mark.django_db
@_over(5)
def test_it_is_seen_by_those_it_is_for(places: dict[int, Anchor], case: Case) -> None:
    _check(case, places)


@pytest.mark.full
@pytest.mark.django_db
@_over(200)
def test_it_is_seen_by_those_it_is_for_two_hundred_times(places: dict[int, Anchor], case: Case) -> None:
    _check(case, places)
