"""How many opened an announcement, as it may be shown; then what was known of each member goes."""

import dataclasses

from django.db import transaction

from essaim.announcements import queries
from essaim.announcements.models import Announcement, Seen
from essaim.kernel import clock
from essaim.kernel.anonymity import figure
from essaim.people.audiences import audiences_by_privacy


@transaction.atomic
def count_seen() -> None:
    """Once an hour: figures of what is on home; of what left it, the last ones, and the rows they came from are deleted.

    There are none for an audience whose members are a secret (kernel.anonymity, docs/anonymity.md).
    """
    _public, private = audiences_by_privacy()
    counted = Seen.objects.order_by().values("announcement")
    for announcement in Announcement.objects.select_for_update().filter(pk__in=counted).order_by("pk"):
        if not set(announcement.restricted_to) & set(private):
            opened, people, key = queries.opened_by(announcement)
            shown = figure(opened, people, key, f"announcement {announcement.pk}")
            announcement.shown_seen = dataclasses.asdict(shown) if shown else None
            announcement.save(update_fields=["shown_seen"])
        if announcement.home_until <= clock.now():
            announcement.seen.all().delete()
