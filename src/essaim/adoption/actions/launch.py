"""The checklist that opens an instance: steps are passed over and taken up again, the list is put away and brought back."""

from collections.abc import Callable

from django.db import transaction

from essaim.adoption.models import Launch
from essaim.kernel import clock
from essaim.people.models import Member


@transaction.atomic
def pass_over(*, actor: Member, step: str) -> None:
    """The step is no longer asked for. Doing it twice changes nothing; what the data shows done stays done."""
    _change(lambda skipped: skipped | {step})


@transaction.atomic
def take_up(*, actor: Member, step: str) -> None:
    """The step is asked for again."""
    _change(lambda skipped: skipped - {step})


@transaction.atomic
def put_away(*, actor: Member, away: bool) -> None:
    """Takes the list off the home page of those who run the programme, or brings it back."""
    Launch.objects.update_or_create(pk=1, defaults={"put_away_at": clock.now() if away else None})


def _change(change: Callable[[set[str]], set[str]]) -> None:
    Launch.objects.get_or_create(pk=1)
    launch = Launch.objects.select_for_update().get(pk=1)
    launch.skipped = sorted(change(set(launch.skipped)))
    launch.save(update_fields=["skipped"])
