"""Two browsers at the same moment: one of them comes in."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from essaim.kernel.errors import Refused
from essaim.organisation.models import Organisation
from essaim.people.actions.arrival import arrival_token, confirm_arrival
from essaim.people.actions.invitations import invite_by_address, make_invitation_link
from essaim.people.actions.sign_in import make_link, use_link
from essaim.people.models import Invitation, Member

from .factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)


def _together(*acts: Callable[[], Any]) -> list[str]:
    """Runs the acts in threads that start together; returns ``done`` or the code of the refusal for each."""
    start, outcomes = threading.Barrier(len(acts)), ["?"] * len(acts)

    def run(i: int, act: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            act()
            outcomes[i] = "done"
        except Refused as no:
            outcomes[i] = no.code
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(i, act)) for i, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return sorted(outcomes)


@pytest.fixture(autouse=True)
def _domains() -> None:
    Organisation.current()
    Organisation.objects.update(email_domains=["brindel.example"])


def test_a_link_used_twice_at_once_enters_once() -> None:
    secret = make_link(member=make_member())
    assert _together(*[lambda: use_link(secret=secret)] * 4) == ["done", "link-used", "link-used", "link-used"]


def test_the_last_place_of_an_invitation_goes_to_one() -> None:
    invitation = make_invitation_link(actor=make_member(), uses=1, key=uuid.uuid4())
    tokens = [
        arrival_token(invitation=invitation, email=f"m{n}@brindel.example", first_name="A", last_name="B") for n in range(3)
    ]
    assert _together(*[lambda t=t: confirm_arrival(token=t) for t in tokens]) == [
        "done", "invitation-used-up", "invitation-used-up",
    ]  # fmt: skip
    assert Member.objects.count() == 2


def test_two_invitations_of_one_person_make_one_account() -> None:
    made = [make_invitation_link(actor=make_member(), key=uuid.uuid4()) for _ in range(2)]
    tokens = [arrival_token(invitation=one, email="nadia@brindel.example", first_name="N", last_name="B") for one in made]
    outcomes = _together(*[lambda t=t: confirm_arrival(token=t) for t in tokens])
    assert "done" in outcomes
    assert Member.objects.filter(email="nadia@brindel.example").count() == 1


def test_a_form_sent_twice_at_once_invites_once() -> None:
    actor, key = make_member(), uuid.uuid4()
    outcomes = _together(*[lambda: invite_by_address(actor=actor, email="nadia@brindel.example", key=key)] * 3)
    assert outcomes == ["done"] * 3
    assert Invitation.objects.count() == 1
