"""Reads over members, their links and invitations."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import digest
from essaim.kernel.names import fold
from essaim.kernel.ordering import by_name
from essaim.organisation.models import Objective, Team

from . import rules
from .models import (
    Audience,
    AudienceMembership,
    Invitation,
    Member,
    RoleGrant,
    Session,
    SignInLink,
    SignInSettings,
    StatedObjective,
)


def load_member(member_id: int) -> Member | None:
    """A member as a request knows them: with roles and audiences. For the few places that have no session."""
    member = Member.objects.filter(pk=member_id).first()
    if member:
        grants = RoleGrant.objects.filter(member=member).order_by("pk").values_list("role", "audience_id")
        member.know(
            [f"{role}:{audience}" if audience else role for role, audience in grants],
            manages=Member.objects.filter(manager=member, is_active=True).exists(),
            audience_ids=AudienceMembership.objects.filter(member=member)
            .order_by("audience_id")
            .values_list("audience_id", flat=True),
        )
    return member


def member_called(who: str) -> Member | None:
    """The member whose e-mail address it is, else whose employee number: what people have at hand to say who they are."""
    who = who.strip()
    found = Member.objects.filter(email=who.lower()).first() if "@" in who else None
    return found or Member.objects.filter(employee_number=who).first()


def active_members() -> QuerySet[Member]:
    return Member.objects.filter(is_active=True)


def needs_first_steps(member: Member) -> bool:
    """Whether home sends the member to the first steps."""
    return member.onboarded_at is None


def sessions_seen_today() -> int:
    """How many signed-in browsers came today."""
    return Session.objects.filter(last_seen_on=clock.today(), member__isnull=False).count()


def last_visits(member_ids: Collection[int]) -> dict[int, date]:
    """The day of each member's last visit, as far as their sessions and their last sign-in tell."""
    sessions = Session.objects.filter(member__in=member_ids, last_seen_on__isnull=False).order_by()
    found: dict[int, date] = dict(sessions.values_list("member_id").annotate(Max("last_seen_on")))
    entered = Member.objects.filter(pk__in=member_ids, last_login__isnull=False).order_by("pk")
    for id, moment in entered.values_list("pk", "last_login"):
        day = timezone.localdate(moment) if moment else date.min
        found[id] = max(found.get(id, day), day)
    return found


def directory(*, name: str = "", after: Member | None = None) -> QuerySet[Member]:
    """Active members in the order of their names, those whose name holds every word of ``name``, after ``after``."""
    # What a line of the directory shows, on the page and in the API.
    of_places = (
        "job_family__name",
        "job_family__name_en",
        "job_family__slug",
        "team__name",
        "site__name",
        "site__name_en",
        "site__slug",
    )
    shown = ("first_name", "last_name", "job_title", "sort_key", *of_places)
    found = active_members().select_related("job_family", "team", "site").only(*shown).order_by("sort_key", "pk")
    for word in fold(name).replace("-", " ").replace("'", " ").split()[:6]:
        found = found.filter(sort_key__contains=word)
    if after:
        found = found.filter(Q(sort_key__gt=after.sort_key) | Q(sort_key=after.sort_key, pk__gt=after.pk))
    return found


def directory_place(sort_key: str, id: int) -> Member:
    """A place in the directory, for ``after``: it stays where it was when whoever stood there is gone."""
    return Member(pk=id, sort_key=sort_key)


def stated_by(member: Member) -> list[Objective]:
    """What ``member`` is asked to achieve, for themselves to read."""
    mine = StatedObjective.objects.filter(member_id=member.pk).values("objective_id")
    return list(Objective.objects.filter(pk__in=mine).order_by(by_name(), "pk"))


def member_page(member_id: int, *, reader: Member) -> Member | None:
    """A member as colleagues see them; a closed account is seen by nobody else."""
    seen = Member.objects.select_related("job_family", "team", "site", "manager")
    return seen.filter(Q(is_active=True) | Q(pk=reader.pk), pk=member_id).first()


def team_path(team: Team | None) -> list[Team]:
    """The teams from the top down to ``team``."""
    if team is None:
        return []
    known = Team.objects.in_bulk(team.ancestor_ids)
    return [known[team_id] for team_id in team.ancestor_ids if team_id in known]


def job_family_is_given(member: Member) -> bool:
    """Whether the directory says what the member does; then its next import would undo what they say themselves."""
    return bool(member.employee_number and member.job_family_id)


def catalogue_for(member: Member) -> tuple[list[Objective], list[Objective]]:
    """The objectives that one can pick: those of the member's job family, then the others."""
    theirs = Objective.job_families.through.objects.filter(objective=OuterRef("pk"), jobfamily=member.job_family_id)
    known = list(Objective.objects.annotate(near=Exists(theirs)).order_by(by_name(), "pk"))
    return [one for one in known if one.near], [one for one in known if not one.near]  # type: ignore[attr-defined]


def sign_in_link(secret: str, *, lock: bool = False) -> SignInLink:
    """A link that still works. Raises Refused when it is unknown, used or expired, or when its account or its way is closed."""
    links = SignInLink.objects.select_related("member")
    if lock:
        links = links.select_for_update(of=("self",))
    link = links.filter(digest=digest(secret)).first()
    if link is None:
        raise Refused(_("Ce lien n'est pas entier, ou n'est pas d'ici."), code="link-unknown")
    if link.used_at:
        raise Refused(_("Ce lien a déjà servi : il ne vaut qu'une fois."), code="link-used")
    if link.expires_at <= clock.now():
        raise Refused(_("Ce lien a expiré."), code="link-expired")
    if not link.printed and not SignInSettings.current().links:
        raise Refused(_("On n'entre plus ici par un lien reçu par e-mail."), code="links-closed")
    if not link.member.is_active:
        raise Refused(_("Ce compte est fermé. Si c'est une erreur, parlez-en à l'équipe d'animation."), code="account-closed")
    return link


def open_invitation(secret: str, *, lock: bool = False) -> Invitation:
    """An invitation by which one can come. Raises Refused when it is unknown, revoked, used up or expired."""
    invitations = Invitation.objects.select_related("inviter", "member")
    if lock:
        invitations = invitations.select_for_update(of=("self",))
    invitation = invitations.filter(digest=digest(secret)).first()
    if invitation is None:
        raise Refused(_("Ce lien n'est pas entier, ou n'est pas d'ici."), code="link-unknown")
    if (state := invitation.state(clock.now())) != "open":
        raise invitation_refusal(state)
    return invitation


def invitation_refusal(state: str) -> Refused:
    """The words for an invitation in ``state``, another than open."""
    words = {
        "revoked": _("Cette invitation a été reprise par la personne qui l'avait envoyée."),
        "used-up": _("Cette invitation a déjà servi."),
        "expired": _("Cette invitation a expiré."),
    }
    return Refused(words[state], code=f"invitation-{state}")


def invitations_of(member: Member) -> QuerySet[Invitation]:
    """What ``member`` sent to colleagues, the latest first; invitations to whole audiences are not listed."""
    return (
        Invitation.objects.filter(inviter_id=member.pk, audience=None)
        .select_related("member")
        .prefetch_related("acceptances__member")
        .order_by("-pk")
    )


def never_came(audience: Audience) -> QuerySet[Member]:
    """The active members of ``audience`` who have never signed in."""
    return active_members().filter(memberships__audience=audience, last_login=None)


def to_invite(audience: Audience) -> QuerySet[Member]:
    """Those of ``audience`` who never signed in, have an address, and hold no open invitation."""
    standing = Invitation.objects.filter(member=OuterRef("pk"), uses=0, revoked_at=None, expires_at__gt=clock.now())
    return never_came(audience).filter(~Exists(standing), email__isnull=False).order_by("pk")


def audiences_to_invite(facilitator: Member) -> list[Audience]:
    """The audiences that ``facilitator`` may invite as a whole: not those whose rule reads what members stated in private."""
    known = Audience.objects.order_by(by_name(), "pk")
    if not facilitator.is_facilitator:
        known = known.filter(pk__in=facilitator.facilitated_ids)
    return [audience for audience in known if not rules.reads_private(rules.parse(audience.rule))]


def audience_arrivals(facilitator: Member) -> list[dict[str, Any]]:
    """For each audience that ``facilitator`` may invite: how many members, how many never signed in, and of these, how many can be invited now.

    One pass over memberships, whatever the number of audiences.
    """
    never = Q(member__last_login=None)
    standing = Invitation.objects.filter(member=OuterRef("member_id"), uses=0, revoked_at=None, expires_at__gt=clock.now())
    rows = (
        AudienceMembership.objects.filter(member__is_active=True)
        .annotate(standing=Exists(standing))
        .values("audience_id")
        .order_by("audience_id")
        .annotate(
            members=Count("id"),
            never=Count("id", filter=never),
            no_address=Count("id", filter=never & Q(member__email=None)),
            invited=Count("id", filter=never & Q(standing=True)),
        )
    )
    counts = {row["audience_id"]: row for row in rows}
    nobody: dict[str, int] = {"members": 0, "never": 0, "no_address": 0, "invited": 0}
    out = []
    for audience in audiences_to_invite(facilitator):
        row: Any = counts.get(audience.pk, nobody)
        left = row["never"] - row["no_address"] - row["invited"]
        out.append({"audience": audience, "to_invite": max(left, 0), **{key: row[key] for key in nobody}})
    return out
