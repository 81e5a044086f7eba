from django.contrib.auth.models import Group
from django.db import transaction

from essaim.people.models import Member, Role, RoleGrant

from .audiences import refresh_member

FACILITATORS_GROUP = "Essaim: facilitators"


@transaction.atomic
def grant_role(*, actor: Member | None, member: Member, role: Role) -> RoleGrant:
    """Gives ``member`` a role; giving it twice changes nothing. ``actor`` is None on the command line."""
    grant, _created = RoleGrant.objects.get_or_create(member=member, role=role, defaults={"granted_by": actor})
    if role in (Role.FACILITATOR, Role.ADMINISTRATOR):
        # The group that Wagtail's permissions are given to (content's migration).
        group, _made = Group.objects.get_or_create(name=FACILITATORS_GROUP)
        member.groups.add(group)
    refresh_member(member.pk)
    return grant
