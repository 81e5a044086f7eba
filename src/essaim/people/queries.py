"""Reads over members."""

from django.db.models import QuerySet

from .models import AudienceMembership, Member, RoleGrant


def load_member(member_id: int) -> Member | None:
    """A member as a request knows them: with roles and audiences. For the few places that have no session."""
    member = Member.objects.filter(pk=member_id).first()
    if member:
        roles = set(RoleGrant.objects.filter(member=member).values_list("role", flat=True))
        if Member.objects.filter(manager=member, is_active=True).exists():
            roles.add("manager")
        member.role_names = frozenset(roles)
        member.audience_ids = tuple(
            AudienceMembership.objects.filter(member=member).order_by("audience_id").values_list("audience_id", flat=True)
        )
    return member


def active_members() -> QuerySet[Member]:
    return Member.objects.filter(is_active=True)
