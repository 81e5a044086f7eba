from .attachment import Attachment
from .draft import Draft
from .introduction import IntroductionOffer
from .mention import Mention
from .post import Post
from .reaction import Meaning, Reaction
from .reading import Level, Reading, ThemeFollow, Visit, Why
from .revision import PostRevision
from .thread import Kind, Thread, ThreadQuerySet

__all__ = [
    "Attachment",
    "Draft",
    "IntroductionOffer",
    "Kind",
    "Level",
    "Meaning",
    "Mention",
    "Post",
    "PostRevision",
    "Reaction",
    "Reading",
    "ThemeFollow",
    "Thread",
    "ThreadQuerySet",
    "Visit",
    "Why",
]
