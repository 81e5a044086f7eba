from .mention import Mention
from .post import Post
from .thread import Kind, Thread, ThreadQuerySet

__all__ = ["Kind", "Mention", "Post", "Thread", "ThreadQuerySet"]
