"""Everything about a member, as a file, handed over once."""

import uuid
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_key
from essaim.privacy.archive import build, names
from essaim.privacy.events import ArchiveAsked, ArchiveReady, ArchiveTaken
from essaim.privacy.models import Archive
from essaim.privacy.traces import Traces

# How long it waits to be taken.
LIFETIME = timedelta(days=7)


@transaction.atomic
def ask_archive(*, actor: Any) -> Archive:
    """Has the actor's archive made by the worker. One that is being made, or waits, is the answer to asking again."""
    from essaim.privacy.tasks import make_archive

    archive, made = Archive.objects.select_for_update().get_or_create(member_id=actor.pk, defaults={"asked_at": clock.now()})
    if not made and archive.ready_at and archive.content is None:
        # Taken before: a new one, under a new key.
        archive.key, archive.asked_at, archive.ready_at = new_key(), clock.now(), None
        archive.save()
        made = True
    if made:
        journal.record(ArchiveAsked(actor_id=actor.pk, subject_id=archive.pk))
        make_archive.defer(archive_id=archive.pk)
    return archive


@transaction.atomic
def fill_archive(*, archive_id: int) -> None:
    """Makes what was asked for, and says that it is ready. Done twice, it is made once."""
    archive = Archive.objects.select_for_update().filter(pk=archive_id, ready_at=None).first()
    if archive is None:
        return
    archive.content, archive.ready_at = build(archive.member_id), clock.now()
    archive.save(update_fields=["content", "ready_at"])
    journal.record(ArchiveReady(actor_id=None, subject_id=archive.pk, member_id=archive.member_id))


@transaction.atomic
def renew_archives(*, traces: Traces) -> int:
    """Somebody is erased: archives of others that wait and name them go, and are made again without. Returns how many.

    Their owners are told as they were of the first, once the new one is ready.
    """
    from essaim.privacy.tasks import make_archive

    renewed = 0
    # One that is being made is waited for: it may have read the name already.
    held = list(
        Archive.objects.exclude(member_id=traces.member_id).order_by("pk").select_for_update().values_list("pk", flat=True)
    )
    for pk in held:
        content = Archive.objects.values_list("content", flat=True).get(pk=pk)
        if content and names(bytes(content), traces):
            Archive.objects.filter(pk=pk).update(content=None, ready_at=None, asked_at=clock.now())
            make_archive.defer(archive_id=pk)
            renewed += 1
    return renewed


@transaction.atomic
def take_archive(*, actor: Any, key: uuid.UUID) -> bytes:
    """Hands the actor's archive over and forgets its content. Raises Refused when it was taken, or is not there any more."""
    archive = Archive.objects.select_for_update().filter(member_id=actor.pk, key=key).first()
    if archive is None or archive.content is None:
        raise Refused(
            _("Cette archive a déjà été prise, ou n'est plus là. Rien n'est perdu : demandez-en une nouvelle."),
            code="archive-gone",
        )
    content = bytes(archive.content)
    archive.content = None
    archive.save(update_fields=["content"])
    journal.record(ArchiveTaken(actor_id=actor.pk, subject_id=archive.pk))
    return content
