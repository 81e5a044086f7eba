"""What is known of a member changes."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.organisation.models import JobFamily, Objective
from essaim.people.events import MemberChanged
from essaim.people.models import Member, StatedObjective

from .audiences import refresh_member


@transaction.atomic
def change_member(*, actor: Member | None, member: Member, **values: Any) -> list[str]:
    """Sets some fields of ``member``, brings their audiences up to date, and returns the names of those that changed."""
    changed = sorted(name for name, value in values.items() if getattr(member, name) != value)
    if changed:
        for name in changed:
            setattr(member, name, values[name])
        member.save(update_fields=changed)
        _tell(actor, member, changed)
    return changed


@transaction.atomic
def state_objectives(*, actor: Member, objectives: Iterable[Objective], undated: bool = False) -> bool:
    """The actor says what they are asked to achieve, all of it at once. Returns whether that is something new.

    Parameters:
        undated: nothing is to tell when: no event, no moment. For answers to a proposal.
    """
    wanted = {objective.pk for objective in objectives}
    # The member's row is locked: two forms of theirs sent at once do not mix.
    Member.objects.select_for_update(no_key=True).only("pk").get(pk=actor.pk)
    known = set(StatedObjective.objects.filter(member_id=actor.pk).values_list("objective_id", flat=True))
    if wanted == known:
        return False
    StatedObjective.objects.filter(member_id=actor.pk, objective_id__in=known - wanted).delete()
    StatedObjective.objects.bulk_create(
        StatedObjective(member_id=actor.pk, objective_id=objective_id, stated_at=None if undated else clock.now())
        for objective_id in sorted(wanted - known)
    )
    if undated:
        refresh_member(actor.pk)
    else:
        _tell(actor, actor, ["objectives"])
    return True


@transaction.atomic
def change_preferences(
    *, actor: Member, objectives: Iterable[Objective], language: str | None = None, job_family: JobFamily | None = None
) -> None:
    """Sets what the actor chose in the first steps, all of it or nothing; None leaves what there is."""
    chosen: dict[str, Any] = {"language": language, "job_family": job_family}
    change_member(actor=actor, member=actor, **{name: value for name, value in chosen.items() if value})
    state_objectives(actor=actor, objectives=objectives)


def _tell(actor: Member | None, member: Member, changed: list[str]) -> None:
    refresh_member(member.pk)
    journal.record(MemberChanged(actor_id=actor.pk if actor else None, subject_id=member.pk, changed=changed))
