"""Who writes announcements."""

import pytest

from essaim.people.models import Member
from essaim.people.tests.factories import make_member


@pytest.fixture
def facilitator() -> Member:
    return make_member("facilitator")
