"""Who hears of an announcement: those whom it is for, in batches, as each of them wants to be told."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.journal import api as journal
from essaim.kernel.markup import excerpt, to_text
from essaim.notifications import api as notifications

from . import queries
from .events import AnnouncementPublished, AnnouncementWithdrawn
from .models import Announcement

KIND = "announcements.announcement"


def register() -> None:
    label, why = (
        gettext_lazy("L'équipe d'animation annonce quelque chose"),
        gettext_lazy("Parce que cette annonce est pour vous."),
    )
    notifications.register(notifications.Kind(KIND, label, order=20, why=why))
    notifications.crowds.add(KIND, audience_of)
    notifications.sights.add("/announcements/", queries.still_seen)


def address(announcement_id: int) -> str:
    return f"/announcements/{announcement_id}/"


@journal.consumes(AnnouncementPublished)
def begin_delivery(entry_id: int, event: AnnouncementPublished) -> None:
    if event.by_mail:
        notifications.tell_crowd(crowd=KIND, entry_id=entry_id, subject_id=event.subject_id)


@journal.consumes(AnnouncementWithdrawn)
def begin_retraction(entry_id: int, event: AnnouncementWithdrawn) -> None:
    from .tasks import retract

    retract.defer(announcement_id=event.subject_id, after=0)


def audience_of(entry_id: int, announcement_id: int) -> notifications.Crowd | None:
    """Those whom an announcement is for; nobody any more once it is withdrawn."""
    found = Announcement.objects.select_for_update(no_key=True).filter(pk=announcement_id).first()
    if found is None or found.state != Announcement.State.PUBLISHED:
        return None
    readers = queries.recipients(found.restricted_to).order_by("pk").values_list("pk", flat=True)
    telling = notifications.Telling(
        kind=KIND, entry_id=entry_id, title=lambda: _("Annonce : %(title)s") % {"title": found.title},
        excerpt=excerpt(to_text(found.html), 280), url=address(found.pk), actor_id=found.author_id,
    )  # fmt: skip
    return notifications.Crowd(telling, lambda after, limit: list(readers.filter(pk__gt=after)[:limit]))
