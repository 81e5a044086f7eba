"""Who hears of an announcement: those whom it is for, in batches, as each of them wants to be told."""

from collections.abc import Collection

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from essaim.journal import api as journal
from essaim.kernel.markup import excerpt, to_text
from essaim.notifications import api as notifications

from .events import AnnouncementPublished, AnnouncementWithdrawn
from .models import Announcement

KIND = "announcements.announcement"


def register() -> None:
    notifications.register(
        notifications.Kind(KIND, gettext_lazy("L'équipe d'animation annonce quelque chose"), "immediate", 20)
    )


def address(announcement_id: int) -> str:
    return f"/announcements/{announcement_id}/"


@journal.consumes(AnnouncementPublished)
def begin_delivery(entry_id: int, event: AnnouncementPublished) -> None:
    """Has the first batch delivered: fifty thousand members are not one transaction."""
    from .tasks import deliver

    if event.by_mail:
        deliver.defer(announcement_id=event.subject_id, entry_id=entry_id, after=0)


@journal.consumes(AnnouncementWithdrawn)
def begin_retraction(entry_id: int, event: AnnouncementWithdrawn) -> None:
    from .tasks import retract

    retract.defer(announcement_id=event.subject_id, after=0)


def tell(entry_id: int, announcement: Announcement, recipients: Collection[int]) -> int:
    return notifications.notify(
        kind=KIND, recipients=recipients, entry_id=entry_id,
        title=lambda: _("Annonce : %(title)s") % {"title": announcement.title},
        excerpt=excerpt(to_text(announcement.html), 280), url=address(announcement.pk), actor_id=announcement.author_id,
    )  # fmt: skip
