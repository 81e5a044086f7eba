"""Content from an archive, in two steps: what would happen, then it happens."""

import dataclasses
import datetime
from pathlib import Path

from django.db import transaction

from essaim.content.importing.archive import unpacked
from essaim.content.importing.run import Line, run_import
from essaim.content.models import ImportDraft
from essaim.kernel import clock
from essaim.people.models import Member

DRAFT_LIFETIME = datetime.timedelta(days=2)


def keep_draft(*, actor: Member, file_name: str, archive: bytes) -> ImportDraft:
    """Keeps an archive with what importing it would change. Raises Refused (Unreadable with the mistakes) and keeps nothing."""
    with unpacked(archive) as folder:
        lines = run_import(path=folder, actor=actor, dry_run=True)
    with transaction.atomic():
        ImportDraft.objects.filter(created_at__lt=clock.now() - DRAFT_LIFETIME).delete()
        ImportDraft.objects.filter(uploader=actor).delete()
        report = [dataclasses.asdict(line) for line in lines]
        return ImportDraft.objects.create(uploader=actor, file_name=Path(file_name).name[:255], archive=archive, report=report)


@transaction.atomic
def import_draft(*, actor: Member, draft: ImportDraft) -> list[Line]:
    """Imports a kept archive and forgets it. Sent twice, it is imported once: the second finds no draft (DoesNotExist)."""
    locked = ImportDraft.objects.select_for_update().get(pk=draft.pk, uploader=actor)
    with unpacked(bytes(locked.archive)) as folder:
        lines = run_import(path=folder, actor=actor, dry_run=False)
    locked.delete()
    return lines
