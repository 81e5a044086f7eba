"""All of it, in its order."""

import io
import random
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection, transaction

from essaim.config.demo.load import DEMO, ROLES
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.actions.audiences import refresh_all
from essaim.people.actions.roles import grant_role
from essaim.people.models import Member

from . import following, people, reading, threads
from .french import Writer

_SEARCH_INDEX = "search_words"
# The people of the demo are among them.
LEAST_MEMBERS = 300


def generate(*, members: int, posts: int, seed: int, say: Callable[[str], object]) -> None:
    """Fills an empty database with ``members`` people who wrote ``posts`` posts; the same for the same ``seed``.

    Raises Refused on a database that already has people, and for figures that make no organisation.
    """
    if Member.objects.exists():
        raise Refused("this database already holds people: generate only fills an empty one (choose another ESSAIM_DATA_DIR)")
    if members < LEAST_MEMBERS or posts < 100:
        raise Refused(f"at least {LEAST_MEMBERS} members and 100 posts are needed")
    began = time.monotonic()

    def tell(text: str) -> None:
        say(f"{time.monotonic() - began:6.1f} s  {text}")

    chance = random.Random(seed)
    call_command("import_people", str(DEMO / "people.csv"), verbosity=0)
    with transaction.atomic():
        made = people.make(members - Member.objects.count(), chance)
    Member.objects.filter(onboarded_at=None).update(onboarded_at=clock.now())
    for email, role in ROLES.items():
        grant_role(actor=None, member=Member.objects.get(email=email), role=role)
    tell(f"{members} members, with teams and sites")
    call_command("import_organisation", str(DEMO / "organisation.yaml"), verbosity=0)
    refresh_all()
    tell("themes, objectives, audiences")
    call_command("import_content", str(DEMO), verbosity=0)
    tell("sequences and programme")
    with transaction.atomic():
        _trust()
        tell(f"{reading.make(made, chance)} lessons opened")
        threads.make(posts, made, Writer([DEMO], chance), chance, tell)
        tell(f"{following.make(members)} read positions")
    tell("events and notifications")
    _index(tell)
    # Jobs of the imports above speak of what is indexed already.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
        cursor.execute("VACUUM ANALYZE")
    tell("done")


def _trust() -> None:
    """Spares the look-up of every foreign key, three millions of them, where we may: they come from the rows themselves."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT usesuper FROM pg_user WHERE usename = current_user")
        if cursor.fetchone()[0]:
            cursor.execute("SET LOCAL session_replication_role = replica")


def _index(tell: Callable[[str], object]) -> None:
    """The search index: its inverted one is made once at the end, which takes a tenth of the time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [_SEARCH_INDEX])
        definition = cursor.fetchone()[0]
        cursor.execute(f"DROP INDEX {_SEARCH_INDEX}")
        try:
            call_command("search_rebuild", verbosity=0, stdout=io.StringIO())
            tell("search documents")
        finally:
            cursor.execute(definition)
    tell("search index")
