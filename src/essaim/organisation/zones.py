"""Time zones as a list that one finds one's own in."""

from functools import cache
from zoneinfo import available_timezones

from django.utils.translation import gettext as _


def _often() -> list[tuple[str, str]]:
    return [
        ("Europe/Paris", _("France (Paris)")),
        ("Europe/Brussels", _("Belgique (Bruxelles)")),
        ("Europe/Zurich", _("Suisse (Zurich)")),
        ("Europe/Luxembourg", _("Luxembourg")),
        ("Europe/London", _("Royaume-Uni (Londres)")),
        ("America/Toronto", _("Canada (Montréal, Toronto)")),
        ("America/Guadeloupe", _("Guadeloupe")),
        ("America/Martinique", _("Martinique")),
        ("America/Cayenne", _("Guyane")),
        ("Indian/Reunion", _("La Réunion")),
        ("Indian/Mayotte", _("Mayotte")),
        ("Pacific/Noumea", _("Nouvelle-Calédonie")),
        ("Pacific/Tahiti", _("Polynésie française (Tahiti)")),
    ]


@cache
def _others() -> list[tuple[str, str]]:
    named = {"Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
    known = sorted(name for name in available_timezones() if name.split("/")[0] in named or name == "UTC")
    return [(name, name.replace("_", " ").replace("/", " / ")) for name in known]


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Those often chosen first, then all of them, as groups of a select."""
    often = _often()
    known = {name for name, _label in often}
    return [(_("Souvent choisis"), often), (_("Tous les autres fuseaux"), [one for one in _others() if one[0] not in known])]
