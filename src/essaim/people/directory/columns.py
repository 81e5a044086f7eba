"""Which column is what: guessed from its heading, corrected by hand."""

import dataclasses
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.kernel.errors import Refused
from essaim.kernel.names import fold


@dataclasses.dataclass(frozen=True)
class Field:
    """Something that a directory says of a person; ``headings`` are folded, the likeliest first."""

    name: str
    label: Any
    headings: tuple[str, ...]


def _field(name: str, label: Any, headings: str) -> Field:
    return Field(name, label, tuple(heading.strip() for heading in headings.split(",")))


FIELDS: dict[str, Field] = {
    field.name: field
    for field in [
        _field(
            "employee_number", gettext_lazy("Matricule"),
            "matricule, numero matricule, numero de matricule, n matricule, no matricule, matricule salarie, numero salarie,"
            "identifiant salarie, id salarie, numero employe, identifiant rh, id rh, employee number, employee id, employee no,"
            "employeenumber, employeeid, staff number, staff id, personnel number, personnel no, worker id, payroll number,"
            "emp id, identifiant, id",
        ),
        _field(
            "last_name", gettext_lazy("Nom"),
            "nom, nom de famille, nom usuel, nom d usage, nom patronymique, nom salarie, last name, lastname, surname,"
            "family name, sn",
        ),
        _field(
            "first_name", gettext_lazy("Prénom"),
            "prenom, prenom usuel, prenoms, prenom salarie, first name, firstname, given name, givenname, forename",
        ),
        _field(
            "email", gettext_lazy("Adresse e-mail"),
            "adresse e mail, adresse email, e mail, email, mail, courriel, adresse mail, adresse electronique,"
            "adresse de messagerie, adresse e mail professionnelle, email professionnel, mail professionnel, email pro,"
            "mail pro, messagerie, email address, e mail address, work email, business email, work e mail",
        ),
        _field(
            "team", gettext_lazy("Équipe"),
            "equipe, service, equipe service, departement, unite, unite organisationnelle, unite d organisation, entite,"
            "affectation, rattachement, team, department, org unit, organizational unit, organisational unit, unit, division,"
            "direction",
        ),
        _field(
            "job_family", gettext_lazy("Métier"),
            "metier, famille de metiers, famille de metier, famille metier, famille professionnelle, filiere, job family,"
            "job function, profession, emploi, occupation",
        ),
        _field(
            "job_title", gettext_lazy("Intitulé du poste"),
            "intitule du poste, intitule de poste, fonction, poste, libelle emploi, libelle du poste, titre, job title, title,"
            "position",
        ),
        _field(
            "site", gettext_lazy("Site"),
            "site, site de travail, lieu de travail, lieu, etablissement, implantation, localisation, ville, agence, location,"
            "work location, workplace, office, office location, city",
        ),
        _field(
            "manager", gettext_lazy("Responsable"),
            "manager, responsable, responsable hierarchique, superieur hierarchique, superieur, n 1, n 1 matricule,"
            "matricule manager, matricule du manager, manager matricule, matricule responsable, matricule du responsable,"
            "e mail manager, email manager, email du manager, e mail du manager, nom du manager, nom manager, line manager,"
            "manager id, manager email, manager number, manager employee id, manager employee number, manager name,"
            "reports to, supervisor, reporting manager",
        ),
        _field(
            "arrived_on", gettext_lazy("Date d'arrivée"),
            "date d entree, date entree, date d arrivee, date arrivee, date d embauche, date embauche, date de debut,"
            "entree, arrivee, embauche, start date, hire date, date of hire, hiredate, startdate, hired on, joining date,"
            "join date, date joined, arrival date, entry date, arrived on",
        ),
    ]
}  # fmt: skip

# Kinds of characters that nobody means: control and space become a space, invisible ones go.
_PLAIN = {"Cc": " ", "Zs": " ", "Zl": " ", "Zp": " ", "Cf": "", "Cs": ""}

# What the columns of a table are: field name to column number.
Columns = Mapping[str, int]


def clean(text: str) -> str:
    """Text as we keep it: composed, single ordinary spaces, nothing that cannot be seen."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", text)
    plain = "".join(_PLAIN.get(unicodedata.category(c), c) for c in composed)
    return " ".join(unicodedata.normalize("NFC", plain).split())


def folded(heading: str) -> str:
    return re.sub(r"[^0-9a-z]+", " ", fold(heading)).strip()


def guess(headings: Sequence[str]) -> dict[str, int]:
    """The column of each field that a heading names; the likeliest heading wins where two could be meant."""
    places: dict[str, int] = {}
    for number, heading in enumerate(headings):
        places.setdefault(folded(heading), number)
    found: dict[str, int] = {}
    for field in FIELDS.values():
        for heading in field.headings:
            if heading in places:
                found[field.name] = places[heading]
                break
    return found


def missing(columns: Columns) -> list[str]:
    """The names, in words, of columns without which nothing can be imported."""
    absent = [str(FIELDS[name].label) for name in ("last_name", "first_name") if name not in columns]
    if "employee_number" not in columns and "email" not in columns:
        absent.append(_("Matricule ou Adresse e-mail"))
    return absent


def check(columns: Columns, headings: Sequence[str]) -> None:
    """Raises Refused if a needed column is missing."""
    if absent := missing(columns):
        seen = ", ".join(f"« {heading[:40]} »" for heading in headings[:12])
        raise Refused(
            _("Colonnes introuvables : %(absent)s. Le fichier a les titres %(seen)s.")
            % {"absent": ", ".join(absent), "seen": seen},
            code="missing-columns",
        )


def corrected(headings: Sequence[str], corrections: Iterable[str]) -> dict[str, int]:
    """Guessed columns with corrections ``Heading=field`` (an empty field: leave that column out).

    A field goes by its name in code or by its label in either language. Raises Refused for what is not known.
    """
    columns = guess(headings)
    for correction in corrections:
        heading, equals, wanted = correction.rpartition("=")
        if not equals:
            raise Refused(_("Écrivez « Titre de la colonne=champ », et non « %(text)s ».") % {"text": correction}, code="map")
        numbers = [n for n, known in enumerate(headings) if folded(known) == folded(heading)]
        if not numbers:
            raise Refused(_("Aucune colonne n'a pour titre « %(heading)s ».") % {"heading": heading}, code="map")
        name = field_named(wanted)
        columns = {field: n for field, n in columns.items() if n != numbers[0] and field != name}
        if name:
            columns[name] = numbers[0]
    return columns


def field_named(wanted: str) -> str:
    """The code name of a field, from that name, its label or one of its usual headings."""
    if not wanted.strip():
        return ""
    key = folded(wanted)
    for field in FIELDS.values():
        if wanted.strip() == field.name or key in field.headings or key == folded(str(field.label)):
            return field.name
    raise Refused(
        _("Champ inconnu : « %(field)s ». Les champs sont %(known)s.") % {"field": wanted, "known": ", ".join(FIELDS)},
        code="map",
    )
