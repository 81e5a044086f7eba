"""Members say that they are willing to accompany colleagues."""

import dataclasses
import datetime
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.accompaniment.events import VolunteerChanged
from essaim.accompaniment.models import Volunteer
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.organisation.models import Theme
from essaim.people.models import AskTopic, Member

MOST = 9


@dataclasses.dataclass(frozen=True)
class Offer:
    """What a member offers.

    Parameters:
        at_once: how many colleagues at a time, 1 to MOST.
        topics: names out of their ask topics.
        theme_ids: ids of themes.
        away_until: the last day of an absence.
    """

    willing: bool
    at_once: int = 2
    topics: Sequence[str] = ()
    theme_ids: Sequence[int] = ()
    away_until: datetime.date | None = None


@transaction.atomic
def volunteer(*, actor: Member, offer: Offer) -> Volunteer:
    """The actor says whether they accompany colleagues, all of it at once. Raises Refused."""
    if not 1 <= offer.at_once <= MOST:
        raise Refused(_("Dites combien de collègues à la fois : de 1 à %(most)d.") % {"most": MOST}, code="at-once")
    own = set(AskTopic.objects.filter(member=actor).order_by().values_list("name", flat=True))
    known = set(Theme.objects.filter(pk__in=offer.theme_ids, restricted_to=[]).order_by().values_list("pk", flat=True))
    kept, _made = Volunteer.objects.update_or_create(
        member=actor,
        defaults={
            "willing": offer.willing, "at_once": offer.at_once, "topics": [name for name in offer.topics if name in own],
            "theme_ids": sorted(known), "away_until": offer.away_until, "changed_at": clock.now(),
        },
    )  # fmt: skip
    journal.record(VolunteerChanged(actor_id=actor.pk, subject_id=actor.pk, willing=offer.willing))
    return kept
