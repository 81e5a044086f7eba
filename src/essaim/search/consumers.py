"""Hears of people, so that they are found as they are today."""

from essaim.journal import api as journal
from essaim.people.events import MemberArrived, MemberChanged, MemberDeactivated

from .actions.refresh import refresh
from .members import KIND


@journal.consumes(MemberArrived, MemberChanged, MemberDeactivated)
def member_moved(entry_id: int, event: journal.Event) -> None:
    refresh(KIND, [event.subject_id])
