"""The roles that the groups of the company's accounts give: they come at each arrival, and go with what gave them."""

from collections import defaultdict
from typing import Any

from django.conf import settings as django_settings
from django.db import transaction

from essaim.kernel.errors import Refused
from essaim.people.company.claims import words
from essaim.people.models import Audience, Member, Role, RoleGrant, SignInSettings

from .roles import grant_role, revoke_role

COMPANY = "company"

# A role, and the id of the audience that it holds for.
_Meaning = tuple[str, int | None]


@transaction.atomic
def follow_groups(*, member: Member, claims: dict[str, Any], settings: SignInSettings) -> None:
    """Gives the roles that the account's groups mean, and takes back those that groups gave and no longer mean."""
    groups = set(words(claims, settings.groups_claim))
    wanted = {meaning for meaning, by in _meanings(settings).items() if by & groups}
    had = {(grant.role, grant.audience_id): grant for grant in RoleGrant.objects.filter(member=member).order_by("pk")}
    audiences = Audience.objects.in_bulk([audience for _role, audience in wanted if audience])
    for role, audience in sorted(wanted - set(had), key=str):
        if audience is None or audience in audiences:
            grant_role(actor=None, member=member, role=Role(role), audience=audiences.get(audience), origin=COMPANY)
    _take(None, [grant for meaning, grant in had.items() if grant.origin == COMPANY and meaning not in wanted])


@transaction.atomic
def take_unfounded_roles(*, actor: Member, before: SignInSettings, after: SignInSettings) -> None:
    """Takes back the roles from groups that no longer follow from the settings, once these have changed.

    Which group gave a role is not kept: where one of several that give it is gone, it is taken from everybody who has it by a
    group, and whoever is in another one has it again by coming in anew.
    """
    meant, means = _meanings(before), _meanings(after)
    same = _source(before) == _source(after)
    unfounded = [
        grant
        for grant in RoleGrant.objects.filter(origin=COMPANY).select_related("member", "audience").order_by("pk")
        if not (same and meant[grant.role, grant.audience_id])
        or meant[grant.role, grant.audience_id] - means[grant.role, grant.audience_id]
    ]
    # Who changes the settings goes last: where all who administrate do so by a group, it is they who stay.
    _take(actor, sorted(unfounded, key=lambda grant: grant.member_id == actor.pk))


def _source(settings: SignInSettings) -> tuple[str, str]:
    """Whose word it is, and under which name they say it."""
    return django_settings.COMPANY_PROVIDER.get("issuer") or settings.issuer, settings.groups_claim


def _meanings(settings: SignInSettings) -> dict[_Meaning, set[str]]:
    """The groups that give each role; none where no provider says any."""
    found: dict[_Meaning, set[str]] = defaultdict(set)
    if all(_source(settings)):
        for row in settings.group_roles:
            found[row["role"], row.get("audience")].add(row["group"])
    return found


def _take(actor: Member | None, grants: list[RoleGrant]) -> None:
    for grant in grants:
        try:
            revoke_role(actor=actor, grant=grant, origin=COMPANY)
        except Refused:
            # The last administrator stays one, whatever the groups say.
            continue
