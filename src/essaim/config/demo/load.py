"""Fills an empty database with the demo organisation."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from essaim.kernel.errors import Refused
from essaim.people.actions.roles import grant_role
from essaim.people.models import Member, Role

from . import activity

DEMO: Path = settings.PROJECT / "demo"
MARKER: Path = settings.DATA_DIR / "demo-loaded"

ROLES = {
    "aurelie.vasseur@brindel.example": Role.FACILITATOR,
    "marc.delorme@brindel.example": Role.SPONSOR,
    "samia.belkacem@brindel.example": Role.CHAMPION,
    "yann.legoff@brindel.example": Role.ADMINISTRATOR,
}


def is_loaded() -> bool:
    return MARKER.exists() and Member.objects.exists()


def load(say: Callable[[str], object]) -> None:
    """Loads everything, saying each step. Raises Refused on a database that already has people of its own.

    A load that was cut short is taken up again: every import changes only what differs.
    """
    if Member.objects.exists() and not (settings.DATA_DIR / "demo-begun").exists():
        raise Refused("this database already holds people: the demo only runs on an empty one (choose another ESSAIM_DATA_DIR)")
    (settings.DATA_DIR / "demo-begun").touch()
    say("people of Maison Brindel")
    call_command("import_people", str(DEMO / "people.csv"), verbosity=0)
    say("themes, objectives and audiences")
    call_command("import_organisation", str(DEMO / "organisation.yaml"), verbosity=0)
    for email, role in ROLES.items():
        grant_role(actor=None, member=Member.objects.get(email=email), role=role)
    say("sequences and programme")
    call_command("import_content", str(DEMO), verbosity=0)
    call_command("import_teams", str(DEMO / "teams.yaml"), verbosity=0)
    say("announcements and conversations")
    call_command("import_announcements", str(DEMO / "announcements.yaml"), verbosity=0)
    call_command("import_conversations", str(DEMO / "conversations"), verbosity=0)
    say("what people have read so far")
    activity.make()
    call_command("search_rebuild", verbosity=0)
    MARKER.touch()
