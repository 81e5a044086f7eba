"""Threads in the search: a title and the words of its posts."""

from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy, ngettext

from essaim.journal import api as journal
from essaim.kernel.language import once_a_language
from essaim.kernel.markup import to_text
from essaim.search import api as search
from essaim.search.api import Document, Source
from essaim.ui import anchors

from .events import AnswerAccepted, AnswerWithdrawn, PostDeleted, PostEdited, PostPublished, PostRestored, ThreadStarted
from .models import Kind, Post, Thread
from .rows import labels, replies_in

KIND = "thread"
# A document of a very long thread is its beginning and its end.
_MOST_POSTS = 200


def refresh(ids: Iterable[int]) -> None:
    """Has these threads indexed again after the caller's transaction."""
    search.refresh(KIND, ids)


@journal.consumes(
    ThreadStarted, PostPublished, PostEdited, PostDeleted, PostRestored, AnswerAccepted, AnswerWithdrawn, late=True
)
def index(entry_id: int, event: Any) -> None:
    """What was said in a thread is found soon after, in the job that tells of it."""
    thread_id = event.subject_id if isinstance(event, ThreadStarted) else event.thread_id
    search.index_documents(kind=KIND, ids=[thread_id])


def restrict(ids: Iterable[int], restricted_to: Iterable[int]) -> None:
    """Has these threads found by nobody else, at once."""
    search.restrict(KIND, ids, restricted_to)


def sight_changed(kind: str, ids: Collection[int]) -> None:
    """Other people may see these now: posts that point to them follow, soon after the caller's transaction."""
    from .tasks import rename

    # Colleagues are named with @, and nobody is kept from seeing them.
    if kind != "member":
        rename.defer(kind=kind, ids=sorted(ids))


def load(ids: Collection[int]) -> Iterable[Document]:
    threads = list(Thread.objects.filter(pk__in=list(ids), posts_count__gt=0).order_by("pk"))
    titles = _anchor_titles(thread for thread in threads if not thread.title)
    texts: dict[int, list[str]] = {thread.pk: [] for thread in threads}
    posts = Post.objects.filter(thread__in=threads, deleted_at=None).order_by("thread_id", "number")
    for thread_id, html in posts.values_list("thread_id", "html").iterator():
        texts[thread_id].append(html)
    for thread in threads:
        title = thread.title or titles.get((thread.anchor_type, thread.anchor_id or 0), "")
        htmls = texts[thread.pk]
        if len(htmls) > _MOST_POSTS:
            htmls = htmls[: _MOST_POSTS // 2] + htmls[-_MOST_POSTS // 2 :]
        yield Document(
            kind=KIND, id=thread.pk, language=thread.language, title=title, body="\n".join(to_text(html) for html in htmls),
            url=f"/conversations/threads/{thread.pk}/", restricted_to=thread.restricted_to,
            themes=[thread.theme_id] if thread.theme_id else [], updated_at=thread.last_post_at,
            meta={"kind": thread.kind, "replies": replies_in(thread.posts_count, thread.opening_number, thread.answers_count)},
        )  # fmt: skip


def _anchor_titles(threads: Iterable[Thread]) -> dict[tuple[str, int], str]:
    wanted: dict[str, set[int]] = {}
    for thread in threads:
        if thread.anchor_id is not None:
            wanted.setdefault(thread.anchor_type, set()).add(thread.anchor_id)
    return {(kind, id): anchor.title for kind, ids in wanted.items() for id, anchor in anchors.resolve(kind, ids).items()}


def all_ids() -> Iterable[int]:
    return Thread.objects.filter(posts_count__gt=0).order_by("pk").values_list("pk", flat=True).iterator()


def line(meta: Any) -> str:
    """The line under a result's title."""
    return _line(meta.get("kind", ""), meta.get("replies", 0))


@once_a_language
def _line(kind: str, replies: int) -> str:
    name = labels().get(kind, labels()[Kind.DISCUSSION])
    if not replies:
        return name
    return f"{name}, " + ngettext("%(n)d réponse", "%(n)d réponses", replies) % {"n": replies}


def register() -> None:
    many, one = gettext_lazy("Conversations"), gettext_lazy("Conversation")
    search.listeners.add("conversations", sight_changed)
    search.register(Source(kind=KIND, label=many, load=load, all_ids=all_ids, one=one, line=line, order=20))
