from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from essaim.journal import api as journal
from essaim.kernel.errors import Refused
from essaim.privacy.events import RecordChanged
from essaim.privacy.models import RecordNotes


@transaction.atomic
def change_notes(*, actor: Any, **values: str) -> RecordNotes:
    """Sets what only the organisation knows for its record of processing. Raises Refused for who is no administrator."""
    if not actor.is_administrator:
        raise Refused(_("C'est le rôle des administrateurs."), code="role")
    notes, _made = RecordNotes.objects.update_or_create(pk=1, defaults=values)
    journal.record(RecordChanged(actor_id=actor.pk, subject_id=notes.pk))
    return notes
