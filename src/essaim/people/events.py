"""What happens to people, as the journal tells it."""

import dataclasses

from essaim.journal.api import Event, event


@event("people.member-arrived", subject="member", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class MemberArrived(Event):
    """Somebody is a member now. ``origin`` is how they came: ``directory``, ``invitation`` or ``set-up``."""

    origin: str

    @classmethod
    def sample(cls) -> "MemberArrived":
        return cls(actor_id=None, subject_id=1, origin="directory")


@event("people.member-changed", subject="member")
@dataclasses.dataclass(frozen=True, kw_only=True)
class MemberChanged(Event):
    """Some of what is known of a member changed. Names of the fields only: what somebody is asked to achieve is private."""

    changed: list[str]

    @classmethod
    def sample(cls) -> "MemberChanged":
        return cls(actor_id=1, subject_id=1, changed=["language", "objectives"])


@event("people.member-deactivated", subject="member", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class MemberDeactivated(Event):
    """A member left the directory: they cannot sign in any more, what they wrote keeps their name."""

    @classmethod
    def sample(cls) -> "MemberDeactivated":
        return cls(actor_id=None, subject_id=1)


@event("people.first-steps-finished", subject="member")
@dataclasses.dataclass(frozen=True, kw_only=True)
class FirstStepsFinished(Event):
    """A member went through the first steps, or passed them by."""

    @classmethod
    def sample(cls) -> "FirstStepsFinished":
        return cls(actor_id=1, subject_id=1)


@event("people.audience-rule-changed", subject="audience", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class AudienceRuleChanged(Event):
    """An audience was made, or its rule is another one now."""

    @classmethod
    def sample(cls) -> "AudienceRuleChanged":
        return cls(actor_id=1, subject_id=1)


@event("people.audience-deleted", subject="audience", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class AudienceDeleted(Event):
    """An audience is no more; what was restricted to it alone is seen by nobody."""

    name: str

    @classmethod
    def sample(cls) -> "AudienceDeleted":
        return cls(actor_id=1, subject_id=1, name="Service client")


@event("people.invitation-sent", subject="invitation")
@dataclasses.dataclass(frozen=True, kw_only=True)
class InvitationSent(Event):
    """A member invited a colleague. ``kind`` is ``address`` or ``link``, ``target`` the page they were invited to."""

    kind: str
    target: str = ""

    @classmethod
    def sample(cls) -> "InvitationSent":
        return cls(actor_id=1, subject_id=1, kind="address", target="/learning/sequences/")


@event("people.invitation-accepted", subject="invitation", members=("inviter_id",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class InvitationAccepted(Event):
    """The actor came by the invitation of ``inviter_id``."""

    inviter_id: int | None

    @classmethod
    def sample(cls) -> "InvitationAccepted":
        return cls(actor_id=2, subject_id=1, inviter_id=1)


@event("people.audience-invited", subject="audience", shared=True)
@dataclasses.dataclass(frozen=True, kw_only=True)
class AudienceInvited(Event):
    """A facilitator invited those of an audience who had never signed in; ``count`` mails leave."""

    count: int

    @classmethod
    def sample(cls) -> "AudienceInvited":
        return cls(actor_id=1, subject_id=1, count=42)


@event("people.token-created", subject="token", shared=True, members=("member_id",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class TokenCreated(Event):
    """A program may act for a member. The actor is None on the command line."""

    member_id: int | None
    scopes: list[str]

    @classmethod
    def sample(cls) -> "TokenCreated":
        return cls(actor_id=1, subject_id=1, member_id=1, scopes=["read", "write"])


@event("people.token-revoked", subject="token", shared=True, members=("member_id",))
@dataclasses.dataclass(frozen=True, kw_only=True)
class TokenRevoked(Event):
    """A token of ``member_id`` works no more."""

    member_id: int | None

    @classmethod
    def sample(cls) -> "TokenRevoked":
        return cls(actor_id=1, subject_id=1, member_id=1)


@event("people.team-page-changed", subject="team")
@dataclasses.dataclass(frozen=True, kw_only=True)
class TeamPageChanged(Event):
    """Somebody changed a team's page: its text, or a date. What changed is kept with the page (TeamChange)."""

    what: str

    @classmethod
    def sample(cls) -> "TeamPageChanged":
        return cls(actor_id=1, subject_id=1, what="text")


@event("people.objective-proposed", subject="objective-proposal")
@dataclasses.dataclass(frozen=True, kw_only=True)
class ObjectiveProposed(Event):
    """A manager proposed an objective to their team. What anybody answers is no event: it is private."""

    objective_id: int

    @classmethod
    def sample(cls) -> "ObjectiveProposed":
        return cls(actor_id=1, subject_id=1, objective_id=2)
