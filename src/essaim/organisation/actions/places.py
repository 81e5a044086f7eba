"""By which clocks and public holidays the organisation lives, and its sites that have others."""

from django.db import transaction

from essaim.journal import api as journal
from essaim.organisation.events import SettingsChanged
from essaim.organisation.models import Organisation, Site

from .settings import moved_on


def place_site(*, site: Site, time_zone: str, public_holidays: str) -> None:
    """Says by which clock and which public holidays a site lives; "" for the organisation's."""
    Site.objects.filter(pk=site.pk).update(time_zone=time_zone, public_holidays=public_holidays)


@transaction.atomic
def place_organisation(*, actor_id: int | None, time_zone: str, public_holidays: str) -> None:
    """The same for all sites that have none of their own; "" is no public holidays."""
    Organisation.current()
    organisation = Organisation.objects.select_for_update().get(pk=1)
    wanted = {"time_zone": time_zone, "public_holidays": public_holidays}
    changed = sorted(name for name, value in wanted.items() if getattr(organisation, name) != value)
    if changed:
        Organisation.objects.filter(pk=1).update(**wanted)
        moved_on()
        journal.record(SettingsChanged(actor_id=actor_id, subject_id=1, changed=changed))
