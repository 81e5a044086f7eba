from .audience import Audience, AudienceMembership
from .draft import ImportDraft
from .invitation import Invitation, InvitationAcceptance
from .link import SignInLink
from .member import Member, MemberManager
from .objective import StatedObjective
from .role import Role, RoleGrant
from .session import Session

__all__ = [
    "Audience",
    "AudienceMembership",
    "ImportDraft",
    "Invitation",
    "InvitationAcceptance",
    "Member",
    "MemberManager",
    "Role",
    "RoleGrant",
    "Session",
    "SignInLink",
    "StatedObjective",
]
