"""Which files a text shows is noted when it is published, and gone when it is withdrawn."""

from django.db import transaction

from essaim.content.body import Part
from essaim.content.file_uses import uses_in
from essaim.content.models import FileUse


@transaction.atomic
def note_files(*, kind: str, object_id: int, language: str, body: list[Part]) -> None:
    """Notes what ``body``, one language of a text, shows now; an empty one shows nothing. Twice changes nothing."""
    text = {"kind": kind, "object_id": object_id, "language": language}
    FileUse.objects.filter(**text).delete()
    FileUse.objects.bulk_create(
        FileUse(**text, address=use.address, audience=use.audience, unless=list(use.unless)) for use in uses_in(body)
    )
