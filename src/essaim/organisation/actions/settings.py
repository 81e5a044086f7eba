"""What the organisation says of itself: name, logo, accent, languages, time zone, domains."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel.errors import Refused
from essaim.organisation import known
from essaim.organisation.accent import DEFAULT, accent
from essaim.organisation.events import SettingsChanged
from essaim.organisation.logos import ReadLogo
from essaim.organisation.models import Logo, Organisation


@transaction.atomic
def change_settings(
    *,
    actor_id: int | None,
    name: str,
    language: str,
    languages: Sequence[str],
    time_zone: str,
    colour: str,
    email_domains: Sequence[str],
    logo: ReadLogo | None = None,
    remove_logo: bool = False,
) -> list[str]:
    """Sets what every page and mail shows of the organisation. Returns the names of what changed.

    ``actor_id`` is None on the set-up page, where nobody has an account yet. ``logo`` None leaves it, unless it is to be removed.

    Raises Refused for an accent that could not be read on light pages, and for a first language that is not offered.
    """
    chosen = accent(colour)
    if not chosen.passes:
        raise Refused(_("Cette couleur ne se lirait pas sur une page claire."), code="accent-unreadable")
    if language not in languages:
        raise Refused(_("La première langue est l'une de celles que vous proposez."), code="language-not-offered")
    Organisation.current()
    organisation = Organisation.objects.select_for_update().get(pk=1)
    offered = [code for code, _name in settings.LANGUAGES if code in languages]
    values = {
        "name": name, "language": language, "languages": offered, "time_zone": time_zone,
        "accent": "" if chosen.chosen == DEFAULT else chosen.chosen, "email_domains": list(email_domains),
        "logo_id": _kept(logo) if logo else None if remove_logo else organisation.logo_id,
    }  # fmt: skip
    changed = sorted(field for field, value in values.items() if getattr(organisation, field) != value)
    if changed:
        for field in changed:
            setattr(organisation, field, values[field])
        organisation.save(update_fields=changed)
        Logo.objects.exclude(pk=organisation.logo_id or 0).delete()
        moved_on()
        journal.record(SettingsChanged(actor_id=actor_id, subject_id=1, changed=[name.removesuffix("_id") for name in changed]))
    return changed


def _kept(logo: ReadLogo) -> int:
    return Logo.objects.get_or_create(digest=logo.digest, defaults={"kind": logo.kind, "data": logo.data})[0].pk


def moved_on() -> None:
    """Tells every process that what it keeps in memory is old."""
    Organisation.objects.filter(pk=1).update(version=F("version") + 1)
    transaction.on_commit(known.forget)
