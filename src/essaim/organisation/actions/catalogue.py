"""What the organisation says of itself in a file: its name, job families, sites, themes and the catalogue of objectives."""

import re
from collections import Counter
from typing import Any, TypeVar
from zoneinfo import available_timezones

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.organisation.actions.settings import moved_on
from essaim.organisation.events import JobFamilyRenamed, SettingsChanged, SiteRenamed
from essaim.organisation.models import JobFamily, Objective, Organisation, Site, Theme
from essaim.organisation.models.named import Named
from essaim.organisation.queries import Names
from essaim.organisation.yaml_file import Place, Source

# What a file may hold; audiences stand above this package, in people.
KEYS = ("name", "language", "time_zone", "email_domains", "job_families", "sites", "themes", "objectives", "audiences")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")

Model = TypeVar("Model", bound=Named)


@transaction.atomic
def import_catalogue(*, actor_id: int | None, source: Source) -> Counter[str]:
    """Brings the organisation in line with a file; what the file does not name stays. Raises FileRefused, nothing done.

    ``actor_id`` is None on the command line. Returns how many things were created, changed and left.
    """
    top = source.mapping((), source.value, needed=(), others=KEYS)
    done: Counter[str] = Counter()
    done[_save_organisation(actor_id, source, top)] += 1
    job_families = _save_named(source, top, "job_families", JobFamily, done)
    sites = _save_named(source, top, "sites", Site, done)
    _save_named(source, top, "themes", Theme, done)
    _save_objectives(source, top, done)
    journal.record_many(JobFamilyRenamed(actor_id=actor_id, subject_id=id) for id in job_families)
    journal.record_many(SiteRenamed(actor_id=actor_id, subject_id=id) for id in sites)
    return done


def _save_organisation(actor_id: int | None, source: Source, top: dict[str, Any]) -> str:
    organisation = Organisation.current()
    values: dict[str, Any] = {}
    if "name" in top:
        values["name"] = source.text((), top, "name", limit=160)
    if "language" in top:
        values["language"] = source.text((), top, "language", limit=5)
        known = [code for code, _name in settings.LANGUAGES]
        if values["language"] not in known:
            raise source.refuse(("language",), _("la langue est %(known)s.") % {"known": ", ".join(known)})
    if "time_zone" in top:
        values["time_zone"] = source.text((), top, "time_zone", limit=60)
        if values["time_zone"] not in available_timezones():
            raise source.refuse(("time_zone",), _("ce fuseau horaire n'est pas connu ; écrivez par exemple Europe/Paris."))
    if "email_domains" in top:
        values["email_domains"] = _domains(source, top)
    if "language" in values and values["language"] not in organisation.languages:
        values["languages"] = [*organisation.languages, values["language"]]
    changed = sorted(field for field, value in values.items() if getattr(organisation, field) != value)
    outcome = _set(organisation, values)
    if changed:
        moved_on()
        journal.record(SettingsChanged(actor_id=actor_id, subject_id=organisation.pk, changed=changed))
    return outcome


def _domains(source: Source, top: dict[str, Any]) -> list[str]:
    domains = []
    for number, domain in enumerate(source.items(top, "email_domains")):
        name = str(domain).strip().lower().removeprefix("@")
        if not _DOMAIN.fullmatch(name) or len(name) > 120:
            raise source.refuse(
                ("email_domains", number),
                _("« %(domain)s » n'est pas un domaine ; écrivez par exemple brindel.example.") % {"domain": domain},
            )
        domains.append(name)
    return domains


def _save_named(source: Source, top: dict[str, Any], key: str, model: type[Model], done: Counter[str]) -> list[int]:
    """Makes or changes what a list of the file names. Returns the ids of those that have another name now."""
    seen: dict[str, int] = {}
    renamed = []
    for number, item in enumerate(source.items(top, key)):
        place: Place = (key, number)
        item = source.mapping(place, item, needed=("slug", "name"), others=("name_en",))
        slug = slug_of(source, place, item, seen)
        thing = model._default_manager.filter(slug=slug).first() or model(slug=slug)
        outcome = _set(thing, names_of(source, place, item))
        done[outcome] += 1
        if outcome == "changed":
            renamed.append(thing.pk)
    return renamed


def slug_of(source: Source, place: Place, item: dict[str, Any], seen: dict[str, int]) -> str:
    """The slug of an item, well formed and not in ``seen``, and added to it."""
    slug = source.text(place, item, "slug", limit=80)
    if not _SLUG.fullmatch(slug):
        raise source.refuse(
            (*place, "slug"),
            _("« %(slug)s » : un slug n'a que des minuscules sans accent, des chiffres et des tirets.") % {"slug": slug},
        )
    if slug in seen:
        raise source.refuse((*place, "slug"), _("« %(slug)s » y est deux fois.") % {"slug": slug})
    seen[slug] = len(seen)
    return slug


def names_of(source: Source, place: Place, item: dict[str, Any]) -> dict[str, str]:
    return {key: source.text(place, item, key, limit=160) for key in ("name", "name_en")}


def _save_objectives(source: Source, top: dict[str, Any], done: Counter[str]) -> None:
    # Objectives are everybody's: no theme that some alone may see has any.
    themes = {theme.slug: theme for theme in Theme.objects.filter(restricted_to=[]).order_by("pk")}
    families = Names(JobFamily.objects.order_by("pk").values_list("pk", "slug", "name", "name_en"))
    seen: dict[str, int] = {}
    for number, item in enumerate(source.items(top, "objectives")):
        place: Place = ("objectives", number)
        item = source.mapping(place, item, needed=("slug", "name", "theme"), others=("name_en", "job_families"))
        slug = slug_of(source, place, item, seen)
        theme = themes.get(source.text(place, item, "theme", limit=80))
        if theme is None:
            raise source.refuse(
                (*place, "theme"),
                _("le thème « %(theme)s » n'existe pas ; il y a %(known)s.")
                % {"theme": item["theme"], "known": ", ".join(sorted(themes)) or "-"},
            )
        wanted = _job_families(source, place, item, families)
        objective = Objective.objects.filter(slug=slug).first() or Objective(slug=slug)
        outcome = _set(objective, names_of(source, place, item) | {"theme": theme})
        if set(objective.job_families.order_by("pk").values_list("pk", flat=True)) != wanted:
            objective.job_families.set(wanted)
            outcome = outcome if outcome == "created" else "changed"
        done[outcome] += 1


def _job_families(source: Source, place: Place, item: dict[str, Any], families: Names) -> set[int]:
    found = set()
    for number, name in enumerate(source.items(item, "job_families", place)):
        known = families.find(str(name))
        if known is None:
            raise source.refuse(
                (*place, "job_families", number),
                _("le métier « %(name)s » n'existe pas ; importez d'abord les personnes, ou déclarez-le sous « job_families ».")
                % {"name": name},
            )
        found.add(known)
    return found


def _set(thing: Any, values: dict[str, Any]) -> str:
    """Sets values on a row and saves it if that changes anything."""
    if thing.pk and not thing._state.adding:
        changed = [name for name, value in values.items() if getattr(thing, name) != value]
        outcome = "changed" if changed else "left"
    else:
        outcome = "created"
    if outcome != "left":
        for name, value in values.items():
            setattr(thing, name, value)
        thing.save()
    return outcome
