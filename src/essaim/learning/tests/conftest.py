"""Who reads lessons."""

import pytest
from django.test import Client

from essaim.people.models import Member
from essaim.people.tests.factories import make_member


@pytest.fixture
def member() -> Member:
    return make_member()


@pytest.fixture
def reader(client: Client, member: Member) -> Client:
    client.force_login(member)
    return client
