"""Schemathesis sends every operation what nobody would think of, for each role, with a token and with a session.

Nothing breaks, and no answer is another than the document says. Half of the ids are of things that are there.
"""

import base64
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.guard.world import make_world

from essaim.accompaniment.actions.meeting import accept_time
from essaim.accompaniment.models import Accompaniment
from essaim.accompaniment.tests.factories import make_accompaniment, make_met, make_volunteer, soon
from essaim.announcements.models import Announcement
from essaim.conversations.actions import pace, writing
from essaim.conversations.tests.factories import make_poll, make_thread
from essaim.integrations.rest.document import document
from essaim.kernel import clock
from essaim.kernel.ids import new_key
from essaim.learning.tests.factories import lesson_of, make_lesson_page, quiz, text
from essaim.notifications.api import notify
from essaim.notifications.models import Notification
from essaim.people import tokens
from essaim.people.actions.teams import When, add_team_date
from essaim.people.actions.tokens import create_token
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member, make_team
from essaim.people.tokens import scopes_for

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
# What is deleted is deleted last.
OPERATIONS = sorted(
    ((path, method) for path, methods in document("en")["paths"].items() for method in methods),
    key=lambda one: (one[1] == "delete", one),
)
ROLES = ["member", "facilitator", "manager", "administrator"]


def _someone(role: str) -> Member:
    who = make_member(*([role] if role in ("facilitator", "administrator") else []))
    if role == "manager":
        make_member(manager=who)
    return load_member(who.pk) or who


def _with_token(who: Member) -> dict[str, Any]:
    secret = create_token(
        actor=who, member=who, name="Schemathesis", scopes=scopes_for(who), lifetime=timedelta(days=1), key=new_key()
    )[1]
    return {"headers": {"Authorization": f"Bearer {secret}"}}


def _with_session(who: Member) -> dict[str, Any]:
    client, secret = Client(), _get_new_csrf_string()
    client.force_login(who)
    return {
        "headers": {"X-CSRFToken": secret},
        "cookies": {"sessionid": client.cookies["sessionid"].value, "csrftoken": secret},
    }


# What never succeeds: the log, but for an administrator's token, announcing and moderating but for who facilitates.
ANNOUNCING = {
    "POST /api/v1/announcements", "PUT /api/v1/announcements/{id}", "DELETE /api/v1/announcements/{id}",
    "PUT /api/v1/announcements/{id}/state", "GET /api/v1/announcements/editable",
}  # fmt: skip
MODERATING = {
    "GET /api/v1/reports", "POST /api/v1/posts/{id}/moderation", "POST /api/v1/threads/{id}/moderation",
}  # fmt: skip
WITHHELD = {
    (role, way): ({"GET /api/v1/events"} if (role, way) != ("administrator", "token") else set())
    | (ANNOUNCING | MODERATING if role in ("member", "manager") else {"DELETE /api/v1/announcements/{id}"})
    for role in ROLES
    for way in ("token", "session")
}

WAYS: dict[str, Callable[[Member], dict[str, Any]]] = {"token": _with_token, "session": _with_session}


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests of a real application stay in the test's transaction: nobody closes its connection behind them."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def hurried(db: None, one_connection: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is too fast."""
    monkeypatch.setattr(tokens, "PER_MINUTE", 10**9)
    monkeypatch.setattr(writing, "PER_PACE", 10**9)
    monkeypatch.setattr(pace, "THREADS_OF_NEWCOMERS", 10**9)
    monkeypatch.setattr(pace, "REPORTS", 10**9)


# Of what a thread may say, nothing that must fit something else.
PLAIN = {
    "author": None, "created_at": None, "text": "Dites-moi.", "theme": None, "about": None, "audiences": [], "attachments": [],
    "part": None, "url": None, "source": None, "options": [], "multiple": False, "anonymous": False, "closes_at": None,
}  # fmt: skip


WORDS = {
    "title": "Lundi", "text": "Nous commençons.", "to": "everybody", "audiences": [], "publish_at": None,
    "home_until": (clock.today() + timedelta(days=7)).isoformat(),
}  # fmt: skip
LATER = {"title": "Point", "day": (clock.today() + timedelta(days=3)).isoformat(), "begins": None, "ends": None, "link": ""}


def _known(who: Member) -> dict[str, dict[str, Any]]:
    """The ids of things that are there for ``who``, by resource or operation, and an answer that fits.

    ``body`` is what else a request must say so that it can succeed.
    """
    world, asked = make_world(), quiz()
    lesson = lesson_of(make_lesson_page(body=[text("Lisez."), asked]))
    thread = make_thread(who)
    announced = Announcement.objects.get(pk=world.announcement_id)
    poll = make_poll(who)
    own_team = make_team("Maison")
    Member.objects.filter(pk=who.pk).update(team=own_team)
    later = When(title="Point", day=clock.today() + timedelta(days=3))
    date = add_team_date(actor=None, team=own_team, key=new_key(), when=later)
    mine, theirs = (make_accompaniment(who, make_member()), make_accompaniment(make_member(), who))
    met = make_met(who, make_member())
    Accompaniment.objects.filter(pk=met.pk).update(followed_at=clock.now())
    agreed = make_accompaniment(who, make_member())
    accept_time(actor=agreed.helper, id=agreed.pk, time=agreed.times[0])
    Accompaniment.objects.filter(pk=agreed.pk).update(meets_at=clock.now() - timedelta(hours=1))
    with transaction.atomic():
        notify(kind="conversations.reply", recipients=[who.pk], entry_id=1, title="Lu", url="/")
    return {
        "people": {"id": world.claire.pk},
        "teams": {"id": world.team_id},
        "dates": {"id": own_team.pk, "date": date.pk},
        "POST /api/v1/teams/{id}/dates": {"id": own_team.pk, "body": LATER},
        "PUT /api/v1/teams/{id}/dates/{date}": {"id": own_team.pk, "date": date.pk, "body": LATER | {"version": 1}},
        "PUT /api/v1/teams/{id}/page": {"id": own_team.pk, "body": {"version": 0}},
        "audiences": {"id": make_audience("a", who).pk},
        "sequences": {"id": lesson.sequence_id},
        "lessons": {
            "id": lesson.pk, "activity": asked["id"], "sequence": lesson.sequence_id,
            "choices": [asked["value"]["choices"][1]["id"]],
        },
        "threads": {"id": thread.pk},
        "announcements": {"id": world.announcement_id},
        "notifications": {"id": Notification.objects.get(recipient=who).pk},
        "posts": {"id": thread.posts.get().pk, "thread": world.thread.pk},
        # Of one's own posts one says nothing.
        "reactions": {"id": world.post.pk},
        "POST /api/v1/announcements": {"body": WORDS},
        "PUT /api/v1/announcements/{id}": {"id": world.announcement_id, "body": WORDS | {"version": announced.version}},
        "files": {"content": base64.b64encode(b"%PDF-1.4 x").decode()},
        "themes": {"slug": "ecoute"},
        "vote": {"id": poll.pk, "body": {"options": [poll.poll.options.first().pk]}},
        "same-question": {"id": world.thread.pk},
        "reports": {"id": world.post.pk},
        "accompaniments": {"id": mine.pk},
        "POST /api/v1/threads": {"body": PLAIN | {"kind": "question", "title": "Comment faire ?"}},
        "POST /api/v1/posts": {"thread": world.thread.pk, "body": {"about": None, "parent": None, "attachments": [], "text": "Ainsi."}},
        "PATCH /api/v1/posts/{id}": {"id": thread.posts.get().pk, "body": {"text": "Autrement.", "theme": None, "attachments": None}},
        "POST /api/v1/posts/{id}/moderation": {"id": world.post.pk, "body": {"act": "dismiss"}},
        "POST /api/v1/threads/{id}/moderation": {"id": world.thread.pk, "body": {"act": "lock", "reason": "Tout est dit."}},
        "POST /api/v1/accompaniments": {
            "body": {"text": "Aidez-moi.", "helper": make_volunteer(make_member()).pk, "about": "", "times": [soon().isoformat()]}
        },
        "POST /api/v1/accompaniments/{id}/accept": {"id": theirs.pk, "body": {"time": theirs.times[0].isoformat()}},
        "POST /api/v1/accompaniments/{id}/decline": {"id": make_accompaniment(make_member(), who).pk},
        "POST /api/v1/accompaniments/{id}/end": {"id": make_met(who, make_member()).pk},
        "POST /api/v1/accompaniments/{id}/follow-up": {"id": met.pk},
        "POST /api/v1/accompaniments/{id}/meeting": {"id": agreed.pk},
        "POST /api/v1/accompaniments/{id}/times": {"id": mine.pk, "body": {"times": [soon(3).isoformat()]}},
    }  # fmt: skip


def _aim(case: Any, known: dict[str, Any]) -> None:
    """Points a request at things that are there."""
    for name in set(case.path_parameters or {}) & set(known):
        case.path_parameters[name] = known[name]
    for place in (case.query, case.body):
        if isinstance(place, dict):
            place.update(
                {name: known[name] for name in ("thread", "sequence", "choices", "content") if name in known and name in place}
            )
    if isinstance(case.body, dict):
        case.body.update(known.get("body", {}))


def _try(role: str, way: str, examples: int) -> dict[str, Counter[int]]:
    """Sends ``examples`` requests to every operation; returns how often each answered with which status."""
    seen: dict[str, Counter[int]] = defaultdict(Counter)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    who = _someone(role)
    known = _known(who)
    who = load_member(who.pk) or who
    entry = WAYS[way](who)

    def trial(operation: Any, there: dict[str, Any]) -> Callable[[], None]:
        anything = st.one_of(
            operation.as_strategy(generation_mode=GenerationMode.POSITIVE),
            operation.as_strategy(generation_mode=GenerationMode.NEGATIVE),
        )

        @seed(20261124)
        @settings(
            max_examples=examples, deadline=None, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=anything, aimed=st.booleans())
        def run(case: Any, aimed: bool) -> None:
            # Who asks is ours to say: an invented token would only get 401.
            case.headers.pop("Authorization", None)
            case.cookies.clear()
            if aimed:
                _aim(case, there)
            response = case.call(**entry)
            case.validate_response(response, checks=CHECKS)
            seen[f"{operation.method.upper()} {operation.path}"][response.status_code] += 1

        return run

    for path, method in OPERATIONS:
        parts = path.split("/")
        resource = parts[5] if len(parts) > 5 and parts[5] in known else parts[3]
        aim = known.get(f"{method.upper()} {path}") or known.get(resource, {})
        trial(schema[path][method.upper()], aim)()
    return seen


@pytest.mark.parametrize("way", WAYS)
def test_a_few_of_everything(way: str, hurried: None) -> None:
    _try("administrator", way, examples=3)


@pytest.mark.full
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("role", ROLES)
def test_fifty_of_everything(role: str, way: str, hurried: None) -> None:
    seen = _try(role, way, examples=50)
    assert len(seen) == len(OPERATIONS)
    never = {name for name, statuses in seen.items() if not any(status < 300 for status in statuses)}
    assert {name: dict(seen[name]) for name in never - WITHHELD[role, way]} == {}
