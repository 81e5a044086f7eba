from .audience import Audience, AudienceMembership, alone, within
from .audit import Act, AuditEntry
from .draft import ImportDraft
from .invitation import Invitation, InvitationAcceptance
from .link import SignInLink
from .member import Member, MemberManager
from .objective import StatedObjective
from .proposal import ObjectiveProposal, ProposalAnswer
from .role import SCOPED, Role, RoleGrant
from .session import Session
from .set_up import SetUpLink
from .sign_in import CompanyAccount, SignInSettings
from .team import CalendarFeed, TeamChange, TeamDate, TeamPage
from .token import Scope, Token, TokenUse
from .topic import AskTopic

__all__ = [
    "SCOPED",
    "Act",
    "AskTopic",
    "Audience",
    "AudienceMembership",
    "AuditEntry",
    "CalendarFeed",
    "CompanyAccount",
    "ImportDraft",
    "Invitation",
    "InvitationAcceptance",
    "Member",
    "MemberManager",
    "ObjectiveProposal",
    "ProposalAnswer",
    "Role",
    "RoleGrant",
    "Scope",
    "Session",
    "SetUpLink",
    "SignInLink",
    "SignInSettings",
    "StatedObjective",
    "TeamChange",
    "TeamDate",
    "TeamPage",
    "Token",
    "TokenUse",
    "alone",
    "within",
]
