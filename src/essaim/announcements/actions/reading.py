"""Members open announcements, or put them away."""

from django.db import transaction

from essaim.announcements.models import Announcement, Seen
from essaim.kernel import clock
from essaim.people.models import Member


@transaction.atomic
def put_away(*, actor: Member, announcement_id: int, opened: bool = False) -> None:
    """Home does not show the announcement to the actor any more. Doing it twice changes nothing.

    Raises Announcement.DoesNotExist where there is none for the actor. Nothing is kept of what home shows to nobody.
    """
    found = Announcement.objects.visible_to(actor).get(pk=announcement_id)
    if found.state != Announcement.State.PUBLISHED or found.home_until <= clock.now():
        return
    seen, made = Seen.objects.get_or_create(announcement=found, member=actor, defaults={"opened": opened})
    if not made and opened and not seen.opened:
        seen.opened = True
        seen.save(update_fields=["opened"])
