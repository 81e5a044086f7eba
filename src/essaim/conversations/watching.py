"""Telling those who watch a thread or its theme: a crowd, which the worker tells batch by batch."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.notifications import api as notifications

from .between import is_between
from .models import Post
from .reading import watchers_after

KIND, CROWD = "conversations.watched", "conversations.watchers"


def tell_watchers(entry_id: int, post: Post) -> None:
    """Has everybody told who wants to hear of every post. The reply itself costs the same whoever they are."""
    notifications.tell_crowd(crowd=CROWD, entry_id=entry_id, subject_id=post.pk)


def watchers(entry_id: int, post_id: int) -> notifications.Crowd | None:
    """Those who watch the thread of a post now, and may see it; None when the post is gone."""
    from .between import excerpt_of
    from .notifications import address_of, name_of, topic_of

    standing = Post.objects.select_related("thread", "author").filter(pk=post_id, deleted_at=None)
    # Held until the batch is told, as one that is told to a few is: whoever changes it comes after.
    post = standing.select_for_update(of=("self",), no_key=True).first()
    if post is None:
        return None
    thread = post.thread

    def title() -> str:
        given = {"name": post.author.name if post.author else _("Quelqu'un"), "thread": name_of(thread)}
        if is_between(thread.restricted_to):
            return _("Un message privé de %(name)s") % given
        opens = post.number == thread.opening_number
        return (_("%(name)s ouvre « %(thread)s »") if opens else _("%(name)s écrit dans « %(thread)s »")) % given

    def gathered(several: notifications.Gathered) -> str:
        if is_between(thread.restricted_to):
            return title()
        words = ngettext("%(n)d message dans « %(thread)s »", "%(n)d messages dans « %(thread)s »", several.events)
        return words % {"n": several.events, "thread": name_of(thread)}

    telling = notifications.Telling(
        kind=KIND, entry_id=entry_id, title=title, excerpt=lambda: excerpt_of(post), url=address_of(post.pk), actor_id=post.author_id,
        topic=topic_of(thread.pk), gathered=gathered,
    )  # fmt: skip
    return notifications.Crowd(
        telling,
        lambda last, limit: watchers_after(
            thread_id=thread.pk, theme_id=thread.theme_id, restricted_to=thread.restricted_to, last_id=last, limit=limit
        ),
    )
