"""A clock that stands behind is found on one machine too: by what has happened already, and lies in the future."""

from datetime import timedelta

import pytest
from django.test import Client

from essaim.config.doctor import database
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.people.models import Session
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db


def act(**ago: int) -> None:
    Entry.objects.create(
        type="people.MemberArrived", subject_type="member", subject_id=1, occurred_at=clock.now() - timedelta(**ago)
    )


def test_where_nothing_happened_yet_nothing_is_found() -> None:
    assert database.past() == ""


def test_an_act_in_the_future_is_told_even_behind_older_ones_that_were_imported_since() -> None:
    act(minutes=0)
    act(minutes=-4)
    assert database.past() == ""
    act(hours=-3)
    act(days=900)
    assert "lie 180 minutes in the future" in database.past()


def test_a_session_in_the_future_is_told(client: Client) -> None:
    client.force_login(make_member())
    assert database.past() == ""
    Session.objects.update(started_at=clock.now() + timedelta(minutes=20))
    assert "lie 20 minutes in the future" in database.past()
