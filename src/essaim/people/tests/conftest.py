import pytest
from django.core.cache import cache

from essaim.organisation.models import Organisation


@pytest.fixture
def organisation(db: None) -> Organisation:
    """Maison Brindel, whose members may invite the addresses of their own domain."""
    organisation = Organisation.current()
    organisation.name, organisation.email_domains = "Maison Brindel", ["brindel.example"]
    organisation.save()
    return organisation


@pytest.fixture(autouse=True)
def _no_attempts_yet(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()
