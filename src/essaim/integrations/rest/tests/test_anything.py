"""Schemathesis sends every operation what nobody would think of, for each role, with a token and with a session.

Nothing breaks, and no answer is another than the document says. Half of the ids are of things that are there.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
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

from essaim.conversations.actions import pace, writing
from essaim.integrations.rest.document import document
from essaim.kernel.ids import new_key
from essaim.people import tokens
from essaim.people.actions.tokens import create_token
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tokens import scopes_for

from .known import ROLES, known_to, someone, withheld

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
    who = someone(role)
    known = known_to(who)
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
    assert {name: dict(seen[name]) for name in never - withheld(role, way)} == {}
