"""Threads between a few people alone: whose they are, and that nothing of them leaves (people.models.alone)."""

from collections.abc import Collection, Iterable, Sequence

from django.utils.translation import gettext as _

from essaim.journal.models import Entry
from essaim.kernel.markup import excerpt, to_text
from essaim.people.models import Member

from .models import Post, Thread
from .queries import ThreadRow


def is_between(restricted_to: Collection[int]) -> bool:
    # Nought stands where somebody was erased.
    return any(id <= 0 for id in restricted_to)


def with_names(member: Member, threads: Sequence[ThreadRow]) -> None:
    """Gives each thread that is between ``member`` and others the names of those. No query where there is none."""
    others = {thread.id: _others(member, thread) for thread in threads if is_between(thread.restricted_to)}
    if not others:
        return
    ids = {id for found in others.values() for id in found}
    names = {one.pk: one.name for one in Member.objects.filter(pk__in=ids).order_by("pk")}
    for thread in threads:
        if thread.id in others:
            thread.between = [names.get(id) or _("un ancien membre") for id in others[thread.id]]


def _others(member: Member, thread: ThreadRow) -> list[int]:
    return [-id for id in thread.restricted_to if id <= 0 and -id != member.pk]


def withheld(entries: Iterable[Entry]) -> set[int]:
    """Those of the journal's entries that programs outside are not given: who writes to whom in private."""
    threads: dict[int, list[int]] = {}
    for entry in entries:
        if entry.type.startswith("conversations."):
            thread = entry.subject_id if entry.subject_type == "thread" else entry.payload.get("thread_id")
            if thread:
                threads.setdefault(int(thread), []).append(entry.pk)
    private = Thread.objects.filter(pk__in=threads, restricted_to__0__lte=0).order_by().values_list("pk", flat=True)
    return {entry for thread in private for entry in threads[thread]}


def excerpt_of(post: Post) -> str:
    """What a notification says of a post: nothing where it is between a few people, who read it nowhere else, mails included."""
    return "" if is_between(post.thread.restricted_to) else excerpt(to_text(post.html), 280)
