"""Reads on how people come in and who may do what: sessions, roles, the audit log."""

import dataclasses
from datetime import date, datetime

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.names import fold

from .models import AuditEntry, Member, RoleGrant, Session
from .session import WAYS


@dataclasses.dataclass(frozen=True)
class Browser:
    """A signed-in browser, as its owner reads it.

    Parameters:
        handle: names it on the page, and opens nothing.
        device: ``Firefox, Windows``, or words for an unknown one.
        way: how one came in, in words; empty when not known.
        current: whether it is the one that asks.
    """

    handle: str
    device: str
    way: str
    started_at: datetime | None
    last_seen_on: date | None
    current: bool


def browsers(member: Member, *, current: str | None = None) -> list[Browser]:
    """The member's signed-in browsers, the one with the session key ``current`` first, then by last use."""
    rows = Session.objects.filter(member=member, expire_date__gt=clock.now())
    found = [
        Browser(
            handle=row.handle,
            device=row.device or _("Navigateur inconnu"),
            way=str(WAYS.get(row.way, "")),
            started_at=row.started_at,
            last_seen_on=row.last_seen_on,
            current=row.session_key == current,
        )
        for row in rows.order_by("-last_seen_on", "-started_at", "session_key")
    ]
    return sorted(found, key=lambda browser: not browser.current)


def people_with_roles(*, role: str = "", after: Member | None = None) -> QuerySet[Member]:
    """Members who have a role (``role`` if given), each with ``grants``, by name, after ``after``."""
    grants = RoleGrant.objects.select_related("audience", "granted_by").order_by("role", "audience__name", "pk")
    wanted = RoleGrant.objects.filter(role=role) if role else RoleGrant.objects.all()
    found = Member.objects.filter(pk__in=wanted.order_by().values("member")).order_by("sort_key", "pk")
    if after:
        found = found.filter(Q(sort_key__gt=after.sort_key) | Q(sort_key=after.sort_key, pk__gt=after.pk))
    return found.prefetch_related(Prefetch("grants", grants))


def grants_of(member: Member) -> list[RoleGrant]:
    # Most members have none, and to ask for whether is a quarter of asking for all of it.
    if not member.grants.order_by().exists():
        return []
    return list(member.grants.select_related("audience", "granted_by").order_by("role", "audience__name", "pk"))


def people_named(name: str) -> list[Member]:
    """At most eight active members whose name holds every word of ``name``."""
    words = fold(name).replace("-", " ").replace("'", " ").split()[:6]
    if not words:
        return []
    found = Member.objects.filter(is_active=True).select_related("job_family", "team").order_by("sort_key", "pk")
    for word in words:
        found = found.filter(sort_key__contains=word)
    return list(found[:8])


def audit_entries(*, act: str = "", name: str = "", before: int | None = None) -> QuerySet[AuditEntry]:
    """The audit log, latest first: of one act, of those whose name holds ``name`` (as actor or subject), before a line."""
    found = AuditEntry.objects.order_by("-pk")
    if act:
        found = found.filter(act=act)
    if name:
        found = found.filter(Q(actor_name__icontains=name) | Q(subject_name__icontains=name))
    return found.filter(pk__lt=before) if before else found
