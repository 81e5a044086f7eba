from django.db import transaction

from essaim.kernel import clock
from essaim.kernel.ids import digest, new_secret
from essaim.people.models import CalendarFeed, Member


@transaction.atomic
def make_feed(*, actor: Member) -> str:
    """A new private address for the actor's calendar: returns its secret, which is kept nowhere. The former one ends."""
    secret = new_secret()
    CalendarFeed.objects.update_or_create(member=actor, defaults={"digest": digest(secret), "made_at": clock.now()})
    return secret


def end_feed(*, actor: Member) -> None:
    """The private address of the actor's calendar leads nowhere any more."""
    CalendarFeed.objects.filter(member=actor).delete()
