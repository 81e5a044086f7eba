"""The texts that a post had before."""

from essaim.conversations.models import Post, PostRevision
from essaim.kernel import clock


def keep_version(post: Post, before: PostRevision) -> None:
    """Keeps what a post said until now, as noted in ``before``, and when it was written."""
    before.written_at, before.replaced_at = post.edited_at or post.created_at, clock.now()
    before.save()
