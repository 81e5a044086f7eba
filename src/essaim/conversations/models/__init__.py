from .attachment import Attachment
from .draft import Draft
from .introduction import IntroductionOffer
from .mention import Mention
from .post import Post
from .reaction import Meaning, Reaction
from .revision import PostRevision
from .thread import Kind, Thread, ThreadQuerySet

__all__ = [
    "Attachment",
    "Draft",
    "IntroductionOffer",
    "Kind",
    "Meaning",
    "Mention",
    "Post",
    "PostRevision",
    "Reaction",
    "Thread",
    "ThreadQuerySet",
]
