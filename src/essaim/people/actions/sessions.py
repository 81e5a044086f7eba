"""Browsers are signed out from afar."""

from django.db import transaction

from essaim.people.models import Member, Session


@transaction.atomic
def end_session(*, actor: Member, handle: str) -> bool:
    """Signs one of the actor's browsers out. False when it is not there (any more), or not theirs."""
    mine = Session.objects.filter(member=actor).order_by("pk")
    found = next((session for session in mine if session.handle == handle), None)
    if found:
        found.delete()
    return found is not None


@transaction.atomic
def end_other_sessions(*, actor: Member, keep: str | None) -> int:
    """Signs the actor's browsers out, but for the session whose key is ``keep``. Returns how many there were."""
    ended, _by_model = Session.objects.filter(member=actor).exclude(session_key=keep or "").delete()
    return ended
