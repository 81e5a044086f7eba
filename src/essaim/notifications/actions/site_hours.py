"""The quiet hours of a site, or of the organisation."""

from datetime import time

from django.db import transaction

from essaim.journal import api as journal
from essaim.notifications.events import QuietHoursChanged
from essaim.notifications.models import QuietHours
from essaim.organisation.actions.places import place_organisation, place_site
from essaim.organisation.models import Site
from essaim.people.models import Member


@transaction.atomic
def set_quiet_hours(
    *, actor: Member, site: Site | None, time_zone: str, public_holidays: str, quiet_from: time, quiet_until: time,
    quiet_weekends: bool, quiet_holidays: bool,
) -> None:  # fmt: skip
    """Sets when nothing disturbs the people of a site who have not chosen for themselves; without a site, of all others.

    Parameters:
        time_zone, public_holidays: of the site, "" for the organisation's; the organisation has some of its own.
    """
    if site is None:
        place_organisation(actor_id=actor.pk, time_zone=time_zone, public_holidays=public_holidays)
    else:
        place_site(site=site, time_zone=time_zone, public_holidays=public_holidays)
    hours = {
        "quiet_from": quiet_from, "quiet_until": quiet_until, "quiet_weekends": quiet_weekends, "quiet_holidays": quiet_holidays,
    }  # fmt: skip
    QuietHours.objects.update_or_create(site=site, defaults=hours)
    journal.record(QuietHoursChanged(actor_id=actor.pk, subject_id=site.pk if site else 0))


@transaction.atomic
def follow_organisation(*, actor: Member, site: Site) -> None:
    """Has a site's people live by the organisation's hours, time zone and public holidays again."""
    place_site(site=site, time_zone="", public_holidays="")
    if QuietHours.objects.filter(site=site).delete()[0]:
        journal.record(QuietHoursChanged(actor_id=actor.pk, subject_id=site.pk))
