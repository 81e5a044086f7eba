"""What has had its time goes, or stays without a name, as each holding's period says."""

from datetime import datetime

from django.db import transaction

from essaim.kernel import clock
from essaim.privacy.holdings import all_holdings
from essaim.privacy.models import Archive

from .archives import LIFETIME


def apply_periods() -> dict[str, int]:
    """Runs every holding's ``expire``, each in its transaction. Returns holding to how many rows; twice in a row, none."""
    now, done = clock.now(), {}
    for holding in all_holdings():
        before = holding.keep.cutoff(now)
        if holding.expire and before:
            with transaction.atomic():
                done[holding.name] = holding.expire(before)
    return done


def expire_archives(before: datetime) -> int:
    """Removes archives that nobody took, and the traces of those that were."""
    return Archive.objects.filter(asked_at__lt=before).delete()[0]


ARCHIVE_DAYS = LIFETIME.days
