import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from essaim.conversations import naming
from essaim.conversations.events import PostEdited, PostPublished
from essaim.conversations.models import Kind, Post, PostRevision, Thread
from essaim.conversations.text import Written, write
from essaim.journal import api as journal
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member

from .at_once import append
from .attachments import carry, hold
from .bounds import fitting
from .calling import call_anew
from .drafts import discard_draft
from .kinds import Found, show_another_page
from .pace import refuse_haste_of_edits
from .revisions import keep_version
from .sight import back_in_sight, gone_from_sight
from .theming import put_elsewhere
from .threads import clean_title, hold_anchor
from .writing import NOTHING, Enclosed, Outcome, add_post, already_written, hold_thread


def publish_post(
    *, actor: Member, thread_id: int, key: uuid.UUID, source: str, language: str, parent_id: int | None = None,
    enclosed: Enclosed = NOTHING,
) -> Outcome:  # fmt: skip
    """Writes in a thread. The same ``key`` again returns the first post. Raises Refused, and Thread.DoesNotExist where there is
    no such thread for the actor."""
    try:
        if not enclosed.files and naming.is_plain(source):
            try:
                written = write(source, language=language, actor=actor)
            except Refused:
                # The long way says first what comes first: that there is no such thread, or that it was written before.
                written = None
            if written and (
                post := append(
                    actor=actor, thread_id=thread_id, key=key, written=written, language=language, parent_id=parent_id,
                    draft=enclosed.draft,
                )
            ):  # fmt: skip
                return Outcome(post)
        with transaction.atomic():
            held = hold_thread(thread_id, actor=actor, key=key)
            if isinstance(held, Post):
                return Outcome(held)
            return _publish(
                held, actor=actor, key=key, source=source, language=language, parent_id=parent_id, enclosed=enclosed
            )
    except IntegrityError:
        return Outcome(Post.objects.select_related("thread").get(key=key, author=actor))


def publish_in_discussion(
    *, actor: Member, anchor_type: str, anchor_id: int, key: uuid.UUID, source: str, language: str,
    parent_id: int | None = None, enclosed: Enclosed = NOTHING,
) -> Outcome:  # fmt: skip
    """Writes in the main thread of an anchor, which the first post makes. Otherwise as ``publish_post``."""
    try:
        with transaction.atomic():
            if before := already_written(actor=actor, key=key):
                return Outcome(before)
            main = Thread.objects.anchored(anchor_type, anchor_id).filter(is_main=True).open_to(actor).select_for_update()
            thread = main.first()
            if thread is None:
                # There is none, or not for the actor: then the anchor is not for them either.
                anchor = hold_anchor(actor, anchor_type, anchor_id)
                # Holding the anchor may have meant waiting for somebody who made it.
                thread = main.first() or Thread.objects.create(
                    kind=Kind.DISCUSSION, language=language, theme_id=fitting(anchor.theme_id, anchor.restricted_to), anchor_type=anchor_type,
                    anchor_id=anchor_id, is_main=True, restricted_to=list(anchor.restricted_to),
                    created_at=clock.now(), last_post_at=clock.now(),
                )  # fmt: skip
            return _publish(
                thread, actor=actor, key=key, source=source, language=language, parent_id=parent_id, enclosed=enclosed
            )
    except IntegrityError:
        return Outcome(Post.objects.select_related("thread").get(key=key, author=actor))


def _publish(
    thread: Thread, *, actor: Member, key: uuid.UUID, source: str, language: str, parent_id: int | None, enclosed: Enclosed
) -> Outcome:
    if thread.locked_at and not actor.facilitates(thread.restricted_to):
        raise Refused(
            _("Ce fil est fermé aux réponses. Votre texte est gardé ici : vous pouvez le copier dans un nouveau fil."),
            code="locked",
        )
    written = write(source, language=language, restricted_to=thread.restricted_to, actor=actor)
    post = add_post(thread, author=actor, key=key, written=written, language=language, parent_id=parent_id, enclosed=enclosed)
    journal.record(
        PostPublished(
            actor_id=actor.pk, subject_id=post.pk, thread_id=thread.pk,
            anchor_type=thread.anchor_type, anchor_id=thread.anchor_id, mentioned=written.mentioned,
            groups=written.groups,
        )
    )  # fmt: skip
    return Outcome(post, written.blind, written.unclear)


@transaction.atomic
def edit_post(
    *, actor: Member, post_id: int, source: str, language: str, title: str | None = None, theme_id: int | None = None,
    enclosed: Enclosed | None = None, found: Found | None = None,
) -> Outcome:  # fmt: skip
    """Changes one's own post; with the opening post, the thread's title and theme may change too (``title`` not None), and the
    page that a finding is about (``found``).

    The text that it had is kept (``PostRevision``). Its files stay where ``enclosed`` is None. Raises Refused, and Post.DoesNotExist
    for what is not the actor's.
    """
    post = _own(actor, post_id)
    refuse_haste_of_edits(actor)
    thread = post.thread
    opens = post.number == thread.opening_number
    before = PostRevision(post=post, source=post.source, title=thread.title if title is not None else "")
    optional = thread.kind == Kind.POLL and opens
    written = write(source, language=language, restricted_to=thread.restricted_to, actor=actor, optional=optional)
    if found is not None and opens and thread.kind == Kind.FINDING:
        shown = str(thread.finding)
        before.page = shown if show_another_page(thread, found, language) else ""
    moved = title is not None and opens and theme_id != thread.theme_id
    if title is not None and opens:
        if moved:
            put_elsewhere(thread, actor=actor, theme_id=theme_id)
        thread.title = clean_title(title, language)
        thread.save(update_fields=["title", "theme", "restricted_to", "shown_to"])
    files = _files(post)
    if enclosed is not None:
        carry(post, hold(actor=actor, chosen=enclosed.files, post=post))
        discard_draft(actor=actor, place=enclosed.draft)
    reworded = written.source != post.source or before.title != (thread.title if title is not None else "") or bool(before.page)
    if reworded:
        keep_version(post, before)
    # Where its thread stands is no part of what a post says.
    edited = reworded or files != _files(post)
    if edited or moved:
        fresh, called = _rewrite(post, written, language) if edited else ([], [])
        journal.record(PostEdited(actor_id=actor.pk, subject_id=post.pk, thread_id=thread.pk, mentioned=fresh, groups=called))
    return Outcome(post, written.blind, written.unclear)


def _rewrite(post: Post, written: Written, language: str) -> tuple[list[int], list[str]]:
    """Gives a post its new text; returns the members and the groups to be told of it."""
    called = call_anew(post, written)
    post.source, post.html, post.language, post.edited_at = written.source, written.html, language, clock.now()
    post.save(update_fields=["source", "html", "language", "edited_at", "files"])
    return called


def _files(post: Post) -> list[tuple[str, str]]:
    return [(one["key"], one["alt"]) for one in post.files]


@transaction.atomic
def delete_post(*, actor: Member, post_id: int) -> Post:
    """Takes one's own post out of sight; its place in the thread stays, and ``restore_post`` brings it back."""
    post = _own(actor, post_id)
    post.deleted_at = clock.now()
    post.save(update_fields=["deleted_at"])
    gone_from_sight(post.thread, post, actor=actor)
    return post


@transaction.atomic
def restore_post(*, actor: Member, post_id: int) -> Post:
    """Undoes ``delete_post``; a post that was the accepted answer comes back as an ordinary one."""
    post = _own(actor, post_id, deleted=True)
    post.deleted_at = None
    post.save(update_fields=["deleted_at"])
    back_in_sight(post.thread, post, actor=actor)
    return post


def _own(actor: Member, post_id: int, *, deleted: bool = False) -> Post:
    """A post that the actor wrote, in a thread they may still see, both locked. Raises Post.DoesNotExist."""
    thread = Thread.objects.visible_to(actor).select_for_update().get(posts=post_id)
    # What a facilitator hid, a facilitator shows again.
    post = thread.posts.select_for_update().get(pk=post_id, author=actor, deleted_at__isnull=not deleted, hidden_at=None)
    post.thread = thread
    return post
