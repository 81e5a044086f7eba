"""Hears of people and of what they belong to, so that they are found as they are today."""

from essaim.journal import api as journal
from essaim.organisation.events import JobFamilyRenamed, SettingsChanged, SiteRenamed
from essaim.people.events import MemberArrived, MemberChanged, MemberDeactivated, TeamPageChanged

from .actions.refresh import refresh
from .members import KIND, ids_of
from .teams import KIND as TEAM
from .teams import not_indexed_of

# Changes of a member that nobody finds them by.
_UNSEEN = frozenset(["language", "manager", "objectives", "password", "arrived_on", "email"])


@journal.consumes(MemberArrived, MemberChanged, MemberDeactivated)
def member_moved(entry_id: int, event: journal.Event) -> None:
    if isinstance(event, MemberChanged) and set(event.changed) <= _UNSEEN:
        return
    refresh(KIND, [event.subject_id])
    # A team comes with the first of its members.
    refresh(TEAM, not_indexed_of(event.subject_id))


@journal.consumes(TeamPageChanged)
def team_changed(entry_id: int, event: TeamPageChanged) -> None:
    if event.what == "text":
        refresh(TEAM, [event.subject_id])


@journal.consumes(JobFamilyRenamed, SiteRenamed)
def place_renamed(entry_id: int, event: journal.Event) -> None:
    field = "job_family" if isinstance(event, JobFamilyRenamed) else "site"
    refresh(KIND, ids_of(**{field: event.subject_id}))


@journal.consumes(SettingsChanged)
def language_changed(entry_id: int, event: SettingsChanged) -> None:
    """Names of jobs and sites are written, and stemmed, in the organisation's first language."""
    if "language" in event.changed:
        refresh(KIND, ids_of())
