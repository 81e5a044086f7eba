"""What the worker does for learning."""

from procrastinate.contrib.django import app

from essaim.learning.actions.starters import bring_in_starter
from essaim.learning.models import StarterImport


# One at a time: each of them orders the pages of one programme.
@app.task(name="learning.bring_in", queue="content", lock="learning.bring_in")
def bring_in(starter_import_id: int) -> None:
    """Brings a chosen starter in. Killed in between and run again, it begins anew: an import is one transaction."""
    row = StarterImport.objects.select_related("audience", "chosen_by").filter(pk=starter_import_id, done_at=None).first()
    if row:
        bring_in_starter(row=row)
