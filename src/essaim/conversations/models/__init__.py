from .attachment import Attachment
from .draft import Draft
from .finding import Finding
from .introduction import IntroductionOffer
from .link import ThreadLink
from .mention import Mention
from .moderation import ModerationAct
from .poll import Ballot, Poll, PollOption, Vote
from .post import Post
from .reaction import Meaning, Reaction
from .reading import Level, Reading, ThemeFollow, Visit, Why
from .report import Reason, Report
from .revision import PostRevision
from .same_question import SameQuestion
from .thread import Kind, Thread, ThreadQuerySet

__all__ = [
    "Attachment",
    "Ballot",
    "Draft",
    "Finding",
    "IntroductionOffer",
    "Kind",
    "Level",
    "Meaning",
    "Mention",
    "ModerationAct",
    "Poll",
    "PollOption",
    "Post",
    "PostRevision",
    "Reaction",
    "Reading",
    "Reason",
    "Report",
    "SameQuestion",
    "ThemeFollow",
    "Thread",
    "ThreadLink",
    "ThreadQuerySet",
    "Visit",
    "Vote",
    "Why",
]
