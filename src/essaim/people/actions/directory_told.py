"""What an import does to accounts that somebody uses, or that have a role, is written in the audit log, and told to them."""

from typing import Any

from essaim.kernel.ids import new_key
from essaim.people.directory.plan import Line, Plan
from essaim.people.models import Act, Member

from .audit import write_audits


def tell_of_accounts(actor: Member | None, lines: list[Line], plan: Plan) -> None:
    """Writes whose address changed and whose account with a role is open again; the former address gets a mail."""
    from essaim.people.tasks.security import mail_address_changed

    known = plan.snapshot.members
    moved = [known[line.key] for line in lines if _changes(line, "email") and plan.snapshot.entered(line.key)]
    back = [known[line.key] for line in lines if _changes(line, "is_active") and line.key in plan.snapshot.with_role]
    write_audits(actor=actor, act=Act.ADDRESS_CHANGED, subjects=[(one.id, one.name) for one in moved])
    write_audits(actor=actor, act=Act.ACCOUNT_REOPENED, subjects=[(one.id, one.name) for one in back])
    jobs: list[Any] = [{"member_id": one.id, "former": one.email, "key": str(new_key())} for one in moved if one.email]
    if jobs:
        mail_address_changed.batch_defer(*jobs)


def _changes(line: Line, field: str) -> bool:
    return any(change.field == field for change in line.changes)
