"""A directory file between its steps: kept, its columns chosen, imported, thrown away."""

from django.db import transaction

from essaim.kernel import clock
from essaim.people.directory import columns as guessing
from essaim.people.directory import plan as planning
from essaim.people.directory import table as tables
from essaim.people.directory.columns import Columns
from essaim.people.directory.plan import Plan
from essaim.people.models import ImportDraft, Member
from essaim.people.models.draft import DRAFT_LIFETIME

from .directory import PlanChanged, import_directory


@transaction.atomic
def keep_draft(*, actor: Member, file_name: str, content: bytes, encoding: str = "") -> ImportDraft:
    """Keeps a file that can be read, in place of the actor's former one. Raises Refused for what is no table of people.

    Where every heading is known, what the import would do is worked out at once: nobody has to confirm the obvious.
    """
    table = tables.read(content, encoding=encoding)
    ImportDraft.objects.filter(created_at__lt=clock.now() - DRAFT_LIFETIME).delete()
    ImportDraft.objects.filter(uploader=actor).delete()
    columns = guessing.guess(table.headings)
    draft = ImportDraft.objects.create(
        uploader=actor, file_name=file_name[:200], content=content, encoding=encoding, columns=columns
    )
    if len(columns) == len(table.headings) and not guessing.missing(columns):
        choose_columns(actor=actor, draft=draft, columns=columns)
    return draft


def reread_draft(*, draft: ImportDraft, encoding: str) -> None:
    """Reads the file with another encoding ("" finds it out). Raises Refused if that does not go."""
    table = tables.read(bytes(draft.content), encoding=encoding)
    draft.encoding, draft.columns, draft.plan = encoding, guessing.guess(table.headings), {}
    draft.save(update_fields=["encoding", "columns", "plan"])


def choose_columns(*, actor: Member, draft: ImportDraft, columns: Columns) -> None:
    """Says what the columns are, and works out what the import would do."""
    table = tables.read(bytes(draft.content), encoding=draft.encoding)
    draft.plan = planning.make(table, columns, actor_id=actor.pk).as_data()
    draft.columns, draft.fingerprint = dict(columns), planning.fingerprint(draft.plan)
    draft.save(update_fields=["columns", "plan", "fingerprint"])


def import_draft(*, actor: Member, draft: ImportDraft, skip_bad: bool, deactivate_missing: bool) -> Plan:
    """Imports what was shown, and throws the file away.

    Raises Refused for refused lines that are not to be skipped, and PlanChanged, with the new plan kept, when members
    changed since it was shown.
    """
    table = tables.read(bytes(draft.content), encoding=draft.encoding)
    try:
        with transaction.atomic():
            # Sent twice, imported once: the second finds no draft.
            ImportDraft.objects.select_for_update().only("pk").get(pk=draft.pk)
            plan = import_directory(
                actor=actor,
                table=table,
                columns=draft.columns,
                skip_bad=skip_bad,
                deactivate_missing=deactivate_missing,
                expected=draft.fingerprint,
            )
            draft.delete()
            return plan
    except PlanChanged:
        choose_columns(actor=actor, draft=draft, columns=draft.columns)
        raise


def discard_draft(*, draft: ImportDraft) -> None:
    """Throws the file away; nothing was imported of it."""
    draft.delete()
