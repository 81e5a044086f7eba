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
    Persona("thomas.quere@brindel.example", _("chargé de recrutement")),
    Persona("aurelie.vasseur@brindel.example", _("animatrice du programme")),
    Persona("julie.kerdreux@brindel.example", _("responsable d'équipe")),
    Persona("marc.delorme@brindel.example", _("sponsor du programme")),
    Persona("yann.legoff@brindel.example", _("administrateur")),
]
