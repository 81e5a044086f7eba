import pytest
from django.apps import apps
from django.core.cache import cache
from django.test import Client

from essaim.organisation.models import Organisation
from essaim.people.models import Member

from .factories import make_member


@pytest.fixture
def organisation(db: None) -> Organisation:
    """Maison Brindel, whose members may invite the addresses of their own domain."""
    organisation = Organisation.current()
    organisation.name, organisation.email_domains = "Maison Brindel", ["brindel.example"]
    organisation.save()
    # Whenever the test runs, nothing holds invitations back.
    apps.get_model("notifications", "QuietHours").objects.create(
        quiet_from="08:00", quiet_until="08:00", quiet_weekends=False, quiet_holidays=False
    )
    return organisation


@pytest.fixture
def claire(client: Client) -> Member:
    member = make_member(first_name="Claire", last_name="Marchand", email="claire@brindel.example")
    client.force_login(member)
    return member


@pytest.fixture(autouse=True)
def _no_attempts_yet(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()
