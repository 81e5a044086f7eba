"""Threads and posts over eighteen months, one thread very long, some restricted; their events and notifications."""

import datetime
import json
import random
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.db import connection

from essaim.kernel import clock

from .chance import Zipf, sizes
from .french import Writer
from .load import copy
from .people import members_by_audience

PER_THREAD = 10
_KINDS, _SHARES = ("question", "discussion", "testimony", "finding", "poll"), (40, 42, 10, 5, 3)
_SPAN = datetime.timedelta(days=540)
_POST_COLUMNS = (
    "id", "number", "source", "html", "language", "key", "created_at", "author_id", "parent_id", "thread_id",
)  # fmt: skip


@dataclass(slots=True)
class _Thread:
    id: int
    kind: str
    title: str
    author: int
    theme: int | None
    anchor: int | None
    restricted_to: list[int]
    # Who may write here; None for everybody.
    writers: list[int] | None
    size: int
    begun: datetime.datetime
    authors: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    last: datetime.datetime | None = None


def make(posts: int, members: range, writer: Writer, chance: random.Random, say: Callable[[str], object]) -> int:
    """``posts`` posts in a tenth as many threads; a fiftieth of them stand in one thread. Returns how many threads."""
    threads = _threads(posts, members, writer, chance)
    order = _order(threads, chance)
    notifications: list[tuple[Any, ...]] = []
    copy(
        "conversations_thread",
        ("id", "kind", "title", "language", "author_id", "theme_id", "anchor_type", "anchor_id", "is_main", "restricted_to",
         "posts_count", "answers_count", "last_number", "last_post_at", "created_at"),
        (_placeholder(thread) for thread in threads),
    )  # fmt: skip
    _beside(threads, members, writer, chance)
    active = Zipf(len(members))
    written = copy(
        "conversations_post", _POST_COLUMNS, _posts(order, threads, members, active, writer, chance, notifications, say)
    )
    say(f"{written} posts in {len(threads)} threads")
    _count()
    copy("journal_entry", _ENTRY, _entries(threads))
    copy("notifications_notification", _NOTIFICATION, notifications)
    return len(threads)


def _threads(posts: int, members: range, writer: Writer, chance: random.Random) -> list[_Thread]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM organisation_theme")
        themes = cursor.fetchone()[0] or [None]
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM learning_lesson WHERE live")
        lessons = cursor.fetchone()[0] or [None]
    audiences = [(id, inside) for id, inside in members_by_audience().items() if len(inside) >= 5]
    active, count, now = Zipf(len(members)), max(posts // PER_THREAD, 1), clock.now()
    found = []
    for id, size in enumerate(sizes(count, posts, chance, most=max(posts // 50, 1)), 1):
        audience = chance.choice(audiences) if audiences and id > 1 and chance.random() < 0.15 else None
        # The longest lives on; the others begin any time.
        begun = now - _SPAN * (1 if id == 1 else chance.random())
        writers = audience[1] if audience else None
        found.append(
            _Thread(
                id=id, kind=chance.choices(_KINDS, _SHARES)[0] if id > 1 else "discussion", title=writer.title(),
                author=chance.choice(writers) if writers else members[active.draw(chance)],
                theme=chance.choice(themes), anchor=chance.choice(lessons) if not audience and chance.random() < 0.1 else None,
                restricted_to=[audience[0]] if audience else [], writers=writers, size=size, begun=begun,
            )
        )  # fmt: skip
    return found


def _order(threads: list[_Thread], chance: random.Random) -> list[tuple[datetime.datetime, int]]:
    """When each post was written, and in which thread (its index): in the order of time, as they come to a real table."""
    now, order = clock.now(), []
    for index, thread in enumerate(threads):
        # A thread lives some days, a long one longer; its posts thin out.
        life = min((now - thread.begun).total_seconds(), 86_400 * 3 * thread.size if index else 1e12)
        moments = sorted(chance.random() ** 2 for _ in range(thread.size))
        order += [(thread.begun + datetime.timedelta(seconds=life * moment), index) for moment in moments]
    order.sort()
    return order


def _placeholder(thread: _Thread) -> tuple[Any, ...]:
    return (
        thread.id, thread.kind, thread.title, "fr", thread.author, thread.theme, "lesson" if thread.anchor else "", thread.anchor,
        False, thread.restricted_to, 0, 0, 0, thread.begun, thread.begun,
    )  # fmt: skip


def _beside(threads: list[_Thread], members: range, writer: Writer, chance: random.Random) -> None:
    """The pages that findings are about, and polls with the votes of some members."""
    pages = [(one.id, f"https://example.org/{one.id}", writer.title()[:120]) for one in threads if one.kind == "finding"]
    copy("conversations_finding", ("thread_id", "url", "source"), pages)
    polls: list[tuple[Any, ...]] = []
    options: list[tuple[Any, ...]] = []
    votes: list[tuple[int, int]] = []
    for thread in threads:
        if thread.kind != "poll":
            continue
        asked = thread.writers or members
        voters = chance.sample(asked, min(len(asked), chance.randint(3, 60)))
        chosen = [chance.randrange(3) for _voter in voters]
        polls.append((thread.id, False, False, len(voters)))
        options += [(len(options) + n, thread.id, n, writer.title(), chosen.count(n - 1)) for n in (1, 2, 3)]
        votes += [(len(options) - 2 + n, voter) for n, voter in zip(chosen, voters, strict=True)]
    copy("conversations_poll", ("thread_id", "is_multiple", "is_anonymous", "voters"), polls)
    copy("conversations_polloption", ("id", "poll_id", "position", "text", "votes"), options)
    copy("conversations_vote", ("id", "option_id", "member_id"), [(id, *vote) for id, vote in enumerate(votes, 1)])


def _posts(
    order: list[tuple[datetime.datetime, int]], threads: list[_Thread], members: range, active: Zipf, writer: Writer,
    chance: random.Random, notifications: list[tuple[Any, ...]], say: Callable[[str], object],
) -> Iterator[tuple[Any, ...]]:  # fmt: skip
    for id, (at, index) in enumerate(order, 1):
        thread = threads[index]
        number = len(thread.ids) + 1
        author = chance.choice(thread.writers) if thread.writers else members[active.draw(chance)]
        if number == 1:
            author = thread.author
        # Half of the replies answer somebody, mostly one of the latest.
        parent = None
        if number > 1 and chance.random() < 0.5:
            parent = max(0, number - 2 - int(chance.expovariate(0.5)))
        text = writer.post()
        yield (
            id, number, text, f"<p>{escape(text)}</p>", "fr", uuid.UUID(int=chance.getrandbits(128), version=4), at, author,
            thread.ids[parent] if parent is not None else None, thread.id,
        )  # fmt: skip
        answered = thread.authors[parent] if parent is not None else thread.author
        if number > 1 and answered != author:
            notifications.append(_notification(len(notifications), answered, author, id, thread, at, chance))
        thread.ids.append(id)
        thread.authors.append(author)
        thread.last = at
        if id % 100_000 == 0:
            say(f"{id} of {len(order)} posts")


def _count() -> None:
    """What threads keep of their posts, as the actions would have counted."""
    with connection.cursor() as cursor:
        cursor.execute("""
            UPDATE conversations_thread t SET posts_count = c.posts, answers_count = c.answers, last_number = c.last,
                last_post_at = c.at, created_at = c.began
            FROM (
                SELECT p.thread_id, count(*) AS posts, count(*) FILTER (WHERE p.author_id <> o.author_id) AS answers,
                    max(p.number) AS last, max(p.created_at) AS at, min(p.created_at) AS began
                FROM conversations_post p JOIN conversations_thread o ON o.id = p.thread_id GROUP BY 1
            ) c WHERE c.thread_id = t.id
        """)


_ENTRY = ("id", "type", "version", "actor_id", "subject_type", "subject_id", "payload", "occurred_at")


def _entries(threads: list[_Thread]) -> Iterator[tuple[Any, ...]]:
    """The event of every post, with the id of its post."""
    now = clock.now()
    for thread in threads:
        about: dict[str, Any] = {"anchor_type": "lesson" if thread.anchor else "", "anchor_id": thread.anchor, "mentioned": []}
        started = json.dumps({"post_id": thread.ids[0], "kind": thread.kind, **about})
        replied = json.dumps({"thread_id": thread.id, **about})
        for id, author in zip(thread.ids, thread.authors, strict=True):
            first = id == thread.ids[0]
            yield (
                BEFORE + id, "conversations.thread-started" if first else "conversations.post-published", 1, author,
                "thread" if first else "post", thread.id if first else id, started if first else replied, now,
            )  # fmt: skip


# Events of the imports that came before have the numbers below.
BEFORE = 1_000_000
_NOTIFICATION = (
    "id", "kind", "entry_id", "title", "excerpt", "url", "page", "created_at", "read_at", "delivery", "mail_state", "actor_id",
    "recipient_id",
)  # fmt: skip


def _notification(
    count: int, recipient: int, actor: int, post: int, thread: _Thread, at: datetime.datetime, chance: random.Random
) -> tuple[Any, ...]:
    read = at + datetime.timedelta(hours=5) if chance.random() < 0.95 else None
    return (
        count + 1, "conversations.reply", BEFORE + post, thread.title, "", f"/conversations/posts/{post}/",
        f"/conversations/threads/{thread.id}/", at, read, "none", "none", actor, recipient,
    )  # fmt: skip
