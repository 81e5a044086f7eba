"""Announcements from a file (docs/content-format.md)."""

import datetime
from collections import Counter

from django.db import transaction

from essaim.announcements import indexing
from essaim.announcements.actions.editing import note_shown
from essaim.announcements.anchors import key_of
from essaim.announcements.events import AnnouncementsImported
from essaim.announcements.importing import FileAnnouncement
from essaim.announcements.models import Announcement
from essaim.journal import api as journal
from essaim.kernel import clock, markup, typography
from essaim.people.models import Member


@transaction.atomic
def import_announcements(*, actor: Member | None, announcements: list[FileAnnouncement]) -> Counter[str]:
    """Writes the announcements that are not there yet; those that are stay as they are. Nobody is notified."""
    done: Counter[str] = Counter()
    made: list[int] = []
    for source in announcements:
        key = key_of(source.slug)
        if Announcement.objects.filter(key=key).exists():
            done["left"] += 1
            continue
        out = source.date or clock.now()
        kept = Announcement.objects.create(
            key=key, state=Announcement.State.DRAFT if source.draft else Announcement.State.PUBLISHED,
            title=typography.set_text(source.title, source.language), source=markup.clean_source(source.body),
            html=markup.rendered(markup.clean_source(source.body), language=source.language), language=source.language,
            author_id=source.author_id, restricted_to=source.restricted_to, publish_at=None if source.draft else out,
            home_until=out + datetime.timedelta(days=source.home_days), created_at=out,
        )  # fmt: skip
        note_shown(kept)
        made.append(kept.pk)
        done["created"] += 1
    if made:
        journal.record(AnnouncementsImported(actor_id=actor.pk if actor else None, subject_id=made[0], announcements=len(made)))
        indexing.refresh(made)
    return done
