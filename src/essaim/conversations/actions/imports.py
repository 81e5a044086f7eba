"""Conversations from files (docs/content-format.md): what was said elsewhere, with its authors and dates."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F

from essaim.conversations import indexing
from essaim.conversations.events import ThreadsImported
from essaim.conversations.importing import FileThread, Known
from essaim.conversations.models import Level, Mention, Poll, PollOption, Post, Reading, Thread, Vote, Why
from essaim.conversations.text import write
from essaim.journal import api as journal
from essaim.kernel import clock, typography
from essaim.people.models import Member

from .kinds import checked
from .theming import settle
from .unread import fall_behind

_KEYS = uuid.UUID("6ad2b8e2-5a52-4b0e-9a54-3f9f0a5d1c07")


@dataclasses.dataclass
class Imported:
    threads: int = 0
    posts: int = 0
    known: int = 0


def key_of(title: str, author: str, date: datetime.datetime, number: int) -> uuid.UUID:
    """The same thread read twice has the same keys, so that it is written once."""
    return uuid.uuid5(_KEYS, f"{title}\n{author}\n{date.isoformat()}\n{number}")


@transaction.atomic
def import_threads(*, actor: Member | None, threads: Sequence[FileThread], known: Known) -> Imported:
    """Writes the threads that are not there yet; those that are stay as they are, replies that are new are added.

    Everything or nothing. Nobody is notified of what was said long ago, hence one event for all.
    """
    done, touched = Imported(), []
    for source in threads:
        keys = [key_of(source.title, source.author, source.date, n) for n in range(len(source.replies) + 1)]
        there = {post.key: post for post in Post.objects.filter(key__in=keys).select_related("thread")}
        if len(there) == len(keys):
            done.known += 1
            continue
        thread = there[keys[0]].thread if keys[0] in there else _start(source, known)
        done.threads += keys[0] not in there
        done.posts += _fill(thread, source, known, keys, there)
        touched.append(thread.pk)
    if touched:
        journal.record(
            ThreadsImported(actor_id=actor.pk if actor else None, subject_id=touched[0], threads=done.threads, posts=done.posts)
        )
        indexing.refresh(touched)
    return done


def _start(source: FileThread, known: Known) -> Thread:
    anchor_type, anchor_id = source.anchor or ("", None)
    is_main = bool(
        anchor_id
        and source.kind == "discussion"
        and not Thread.objects.anchored(anchor_type, anchor_id).filter(is_main=True).exists()
    )
    theme_id = known.themes[source.theme] if source.theme else None
    source.restricted_to = settle(
        actor=None, theme_id=theme_id, restricted_to=source.restricted_to, anchored=bool(anchor_id), opening=False
    )
    thread = Thread.objects.create(
        kind=source.kind, title=typography.set_text(source.title, source.language), language=source.language,
        theme_id=theme_id, author_id=known.members[source.author],
        anchor_type=anchor_type, anchor_id=anchor_id, is_main=is_main, restricted_to=source.restricted_to,
        created_at=source.date, last_post_at=source.date,
    )  # fmt: skip
    checked(source.kind, found=source.found, asked=source.asked, language=source.language).keep(thread)
    if source.votes:
        _count_votes(thread, source, known)
    return thread


def _count_votes(thread: Thread, source: FileThread, known: Known) -> None:
    chosen = {known.members[author]: numbers for author, numbers in source.votes}
    for option in PollOption.objects.filter(poll=thread.pk).order_by("position"):
        voters = [member for member, numbers in chosen.items() if option.position in numbers]
        Vote.objects.bulk_create(Vote(option=option, member_id=member) for member in voters)
        option.votes = len(voters)
        option.save(update_fields=["votes"])
    Poll.objects.filter(pk=thread.pk).update(voters=len(chosen))


def _fill(thread: Thread, source: FileThread, known: Known, keys: Sequence[uuid.UUID], there: dict[uuid.UUID, Post]) -> int:
    """Adds the posts that are missing, and brings the kept counts up to date. Returns how many."""
    written: list[Post | None] = [there.get(key) for key in keys]
    added = 0
    for index, said in enumerate([source, *source.replies]):
        if written[index]:
            continue
        parent = written[said.reply_to] if said.reply_to else None
        text = write(said.body, language=source.language, restricted_to=source.restricted_to)
        post = Post.objects.create(
            thread=thread, author_id=known.members[said.author], parent=parent, number=thread.last_number + 1,
            source=text.source, html=text.html, language=source.language, key=keys[index], created_at=said.date,
        )  # fmt: skip
        Mention.objects.bulk_create(Mention(post=post, member_id=id) for id in text.mentioned)
        written[index], thread.last_number, added = post, post.number, added + 1
    alive = thread.posts.filter(deleted_at=None)
    thread.posts_count = alive.count()
    thread.answers_count = alive.exclude(author=F("thread__author")).count()
    thread.last_post_at = max(alive.order_by().values_list("created_at", flat=True), default=thread.created_at)
    if source.accepted and thread.accepted_post_id is None:
        thread.accepted_post = written[source.accepted]
    thread.save()
    now, wrote = clock.now(), alive.exclude(author=None).order_by().values_list("author_id", flat=True).distinct()
    Reading.objects.bulk_create(
        (
            Reading(
                thread=thread,
                member_id=id,
                read_number=thread.last_number,
                opened_at=now,
                level=Level.FOLLOWED,
                why=Why.REPLIED,
            )
            for id in wrote
        ),
        ignore_conflicts=True,
    )
    fall_behind(thread_ids=[thread.pk])
    return added
