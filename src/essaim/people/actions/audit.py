"""The audit log is written to, and a person in it forgotten. Nothing else can be done to it."""

from datetime import datetime
from typing import Any

from django.db import connection

from essaim.kernel import clock
from essaim.people.models import Act, AuditEntry, Member


def write_audit(*, actor: Member | None, act: Act, subject: Member | None = None, origin: str = "", **details: Any) -> None:
    """Adds a line, in the transaction of the act. ``origin`` says what acted where there is no ``actor``."""
    AuditEntry.objects.create(
        at=clock.now(),
        act=act,
        origin="" if actor else origin or "command-line",
        actor_id=actor.pk if actor else None,
        actor_name=actor.name if actor else "",
        subject_id=subject.pk if subject else None,
        subject_name=subject.name if subject else "",
        details=details,
    )


def forget_in_audit(*, member_id: int | None = None, before: datetime | None = None) -> int:
    """Replaces a member (None: everybody) in the lines written before ``before`` (None: all) by an empty name.

    Returns how many lines named them. For erasure, and for the end of what is kept by name.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_audit_forget(%s::bigint, %s::timestamptz)", [member_id, before])
        return int(cursor.fetchone()[0])
