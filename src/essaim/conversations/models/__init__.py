from .introduction import IntroductionOffer
from .mention import Mention
from .post import Post
from .thread import Kind, Thread, ThreadQuerySet

__all__ = ["IntroductionOffer", "Kind", "Mention", "Post", "Thread", "ThreadQuerySet"]
