"""The audit log is written to, and a person in it forgotten. Nothing else can be done to it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from essaim.kernel import clock
from essaim.people.models import Act, AuditEntry, Member


def write_audit(*, actor: Member | None, act: Act, subject: Member | None = None, origin: str = "", **details: Any) -> None:
    """Adds a line, in the transaction of the act. ``origin`` says what acted where there is no ``actor``."""
    _line(actor, act, (subject.pk, subject.name) if subject else (None, ""), origin, details).save(force_insert=True)


def write_audits(*, actor: Member | None, act: Act, subjects: Iterable[tuple[int, str]]) -> None:
    """Adds a line for each of ``subjects``, ids and names, at once."""
    AuditEntry.objects.bulk_create(_line(actor, act, subject) for subject in subjects)


def _line(
    actor: Member | None, act: Act, subject: tuple[int | None, str], origin: str = "", details: dict[str, Any] | None = None
) -> AuditEntry:
    return AuditEntry(
        at=clock.now(),
        act=act,
        origin="" if actor else origin or "command-line",
        actor_id=actor.pk if actor else None,
        actor_name=actor.name if actor else "",
        subject_id=subject[0],
        subject_name=subject[1],
        details=details or {},
    )


def forget_in_audit(*, member_id: int | None = None, before: datetime | None = None) -> int:
    """Replaces a member (None: everybody) in the lines written before ``before`` (None: all) by an empty name.

    Returns how many lines named them. For erasure, and for the end of what is kept by name.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT people_audit_forget(%s::bigint, %s::timestamptz)", [member_id, before])
        return int(cursor.fetchone()[0])
