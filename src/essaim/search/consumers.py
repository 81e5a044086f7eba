"""Hears of people, so that they are found as they are today."""

from essaim.journal import api as journal
from essaim.people.events import MemberArrived, MemberChanged, MemberDeactivated

from .actions.refresh import refresh
from .members import KIND

# Changes of a member that nobody finds them by.
_UNSEEN = frozenset(["language", "manager", "objectives", "password", "arrived_on", "email"])


@journal.consumes(MemberArrived, MemberChanged, MemberDeactivated)
def member_moved(entry_id: int, event: journal.Event) -> None:
    if isinstance(event, MemberChanged) and set(event.changed) <= _UNSEEN:
        return
    refresh(KIND, [event.subject_id])
