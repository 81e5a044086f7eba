"""Roles are given and taken back, by administrators alone, and each time the audit log says so."""

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.kernel.errors import Refused
from essaim.people.models import SCOPED, Act, Audience, Member, Role, RoleGrant

from .audiences import refresh_member
from .audit import write_audit

FACILITATORS_GROUP = "Essaim: facilitators"


@transaction.atomic
def grant_role(
    *, actor: Member | None, member: Member, role: Role, audience: Audience | None = None, origin: str = ""
) -> RoleGrant:
    """Gives ``member`` a role, for one audience or for everybody; giving it twice changes nothing.

    ``actor`` is None on the command line, where the company's groups decide (``origin="company"``), and for the first
    administrator, who comes by the set-up page (``origin="set-up"``).

    Raises Refused for an actor who does not administrate, a closed account, and a role that has no audience.
    """
    _refuse_others(actor)
    if not member.is_active:
        raise Refused(_("Ce compte est fermé : il ne reçoit pas de rôle."), code="account-closed")
    if audience and role not in SCOPED:
        raise Refused(_("Ce rôle vaut pour tout le monde : il ne se limite pas à un public."), code="no-audience")
    grant, created = RoleGrant.objects.get_or_create(
        member=member, role=role, audience=audience, defaults={"granted_by": actor, "origin": origin}
    )
    if created:
        _follow(member)
        write_audit(actor=actor, act=Act.ROLE_GRANTED, subject=member, origin=origin, **_said(grant))
    return grant


@transaction.atomic
def revoke_role(*, actor: Member | None, grant: RoleGrant, origin: str = "") -> None:
    """Takes a role back. Raises Refused for an actor who does not administrate, and for the last administrator's."""
    _refuse_others(actor)
    if grant.role == Role.ADMINISTRATOR:
        # Two administrators taking each other's role at once: the second waits, and is refused.
        others = RoleGrant.objects.select_for_update(of=["self"]).filter(role=Role.ADMINISTRATOR, member__is_active=True)
        if not [other for other in others.order_by("pk") if other.member_id != grant.member_id]:
            raise Refused(_("Personne d'autre n'administre : donnez d'abord ce rôle à quelqu'un."), code="last-administrator")
    deleted, _by_model = RoleGrant.objects.filter(pk=grant.pk).delete()
    if deleted:
        _follow(grant.member)
        write_audit(actor=actor, act=Act.ROLE_REVOKED, subject=grant.member, origin=origin, **_said(grant))


def _refuse_others(actor: Member | None) -> None:
    if actor is not None and not actor.is_administrator:
        raise Refused(_("Seule une personne qui administre donne et retire des rôles."), code="not-administrator")


def _said(grant: RoleGrant) -> dict[str, str]:
    return {"role": grant.role} | ({"audience": grant.audience.name} if grant.audience else {})


def _follow(member: Member) -> None:
    """Brings what hangs on roles up to date: who may enter Wagtail (content's migration), and audiences."""
    group, _made = Group.objects.get_or_create(name=FACILITATORS_GROUP)
    everywhere = RoleGrant.objects.filter(member=member, audience=None, role__in=[Role.FACILITATOR, Role.ADMINISTRATOR])
    if everywhere.exists():
        member.groups.add(group)
    else:
        member.groups.remove(group)
    refresh_member(member.pk)
