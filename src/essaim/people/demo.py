"""The people of the demo that one can enter as with one click; only where settings.DEMO says so."""

import dataclasses
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclasses.dataclass(frozen=True)
class Persona:
    email: str
    about: Any


PERSONAS = [
    Persona("claire.marchand@brindel.example", _("conseillère au service client")),
    Persona("fatou.diallo@brindel.example", _("arrivée en octobre au service client, n'est encore jamais venue ici")),
    Persona("thomas.quere@brindel.example", _("chargé de recrutement")),
    Persona("aurelie.vasseur@brindel.example", _("animatrice du programme")),
    Persona("julie.kerdreux@brindel.example", _("responsable d'équipe")),
    Persona("marc.delorme@brindel.example", _("sponsor du programme")),
    Persona("yann.legoff@brindel.example", _("administrateur")),
]


def personas() -> list[tuple[Persona, Any]]:
    """Those of them who are there, each with their member, in the order above."""
    from .models import Member

    known = Member.objects.filter(email__in=[one.email for one in PERSONAS], is_active=True).select_related(
        "job_family", "site"
    )
    members = {member.email: member for member in known}
    return [(one, members[one.email]) for one in PERSONAS if one.email in members]


def persona(email: str) -> Any:
    """The member behind a persona's address; None for any other address."""
    return next((member for one, member in personas() if one.email == email), None)
