"""Who hears of what in conversations: those who are answered, named, or whose answer is kept. Decided in the worker.

Writing under a lesson does not tell everybody who wrote there before: a lesson's talk is public, not a mailbox.
"""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from essaim.journal import api as journal
from essaim.notifications import api as notifications
from essaim.people.models import Member, within
from essaim.ui import anchors

from . import moderating
from .actions.following import take_up, unmuted
from .between import excerpt_of, is_between
from .events import AnswerAccepted, PostDeleted, PostEdited, PostPublished, PostReacted, PostRestored, ThreadStarted
from .models import Level, Post, Reaction, Reading, SameQuestion, Thread, Why
from .naming import called
from .watching import CROWD, KIND, tell_watchers, watchers

REPLY, MENTION, ACCEPTED = "conversations.reply", "conversations.mention", "conversations.accepted"
REACTION = "conversations.reaction"
SOLVED = "conversations.solved"
DELETED = gettext_lazy("Ce message a été supprimé.")
HIDDEN = gettext_lazy("Ce message a été masqué par l'équipe d'animation.")


def register() -> None:
    answered, named = gettext_lazy("Parce qu'on vous répond."), gettext_lazy("Parce qu'on vous y nomme.")
    kept = gettext_lazy("Parce que c'est votre réponse.")
    for kind in (
        notifications.Kind(REPLY, gettext_lazy("On répond à mon message ou dans mon fil"), order=10, strength=20, why=answered),
        notifications.Kind(MENTION, gettext_lazy("On me nomme dans un message"), order=11, strength=30, why=named),
        notifications.Kind(ACCEPTED, gettext_lazy("Ma réponse est retenue"), "digest", order=12, why=kept),
        # Pleasant to find, not worth a mail until somebody asks for it.
        notifications.Kind(REACTION, gettext_lazy("On réagit à un de mes messages"), "none", order=13, strength=5),
        notifications.Kind(
            KIND,
            gettext_lazy("Un message vient dans un fil ou un thème dont je veux qu'on me prévienne"),
            "digest",
            order=14,
            strength=10,
            why=gettext_lazy("Parce que vous voulez qu'on vous en prévienne."),
        ),
        notifications.Kind(SOLVED, gettext_lazy("Une question que je me pose a sa réponse"), order=15, why=answered),
    ):
        notifications.register(kind)
    notifications.crowds.add(CROWD, watchers)
    moderating.register()


@journal.consumes(ThreadStarted)
def tell_of_thread(entry_id: int, event: ThreadStarted) -> None:
    if post := _post(event.post_id):
        mentioned = _still(post, event.mentioned)
        take_up(thread_id=post.thread_id, members=mentioned, why=Why.NAMED)
        _tell(entry_id, post, MENTION, mentioned)
        _tell_groups(entry_id, post, event.groups, mentioned)
        tell_watchers(entry_id, post)


@journal.consumes(PostPublished)
def tell_of_post(entry_id: int, event: PostPublished) -> None:
    """One notification per person: being answered says more than being named, being named more than owning the thread."""
    post = _post(event.subject_id)
    if post is None:
        return
    answered = {post.parent.author_id} if post.parent else set()
    mentioned = _still(post, event.mentioned) - answered
    owner = _watching(post.thread) - answered - mentioned
    if is_between(post.thread.restricted_to):
        # Whatever one of a few people writes, it is to the others.
        owner |= {-id for id in post.thread.restricted_to if id < 0} - answered - mentioned
    take_up(thread_id=post.thread_id, members=mentioned, why=Why.NAMED)
    replied = unmuted(post.thread, {id for id in answered | owner if id})
    _tell(entry_id, post, REPLY, replied)
    _tell(entry_id, post, MENTION, mentioned)
    _tell_groups(entry_id, post, event.groups, replied | mentioned)
    tell_watchers(entry_id, post)


@journal.consumes(PostEdited)
def tell_of_edit(entry_id: int, event: PostEdited) -> None:
    post = _post(event.subject_id)
    if post:
        notifications.reword(url=address_of(post.pk), excerpt=excerpt_of(post))
        mentioned = _still(post, event.mentioned)
        take_up(thread_id=post.thread_id, members=mentioned, why=Why.NAMED)
        _tell(entry_id, post, MENTION, mentioned)
        _tell_groups(entry_id, post, event.groups, mentioned)


@journal.consumes(PostReacted)
def tell_of_reaction(entry_id: int, event: PostReacted) -> None:
    post = _post(event.subject_id)
    if post and Reaction.objects.filter(post=post, member=event.actor_id, meaning=event.meaning).exists():
        _tell(entry_id, post, REACTION, [post.author_id], actor_id=event.actor_id)


@journal.consumes(PostDeleted)
def forget_words(entry_id: int, event: PostDeleted) -> None:
    """What was deleted or hidden is not read on in what was told of it."""
    if _post(event.subject_id) is None:
        hidden = Post.objects.filter(pk=event.subject_id, hidden_at__isnull=False).exists()
        notifications.reword(url=address_of(event.subject_id), excerpt=HIDDEN if hidden else DELETED, gone=True)


@journal.consumes(PostRestored)
def recall_words(entry_id: int, event: PostRestored) -> None:
    if post := _post(event.subject_id):
        notifications.reword(url=address_of(post.pk), excerpt=excerpt_of(post))


@journal.consumes(AnswerAccepted)
def tell_of_answer(entry_id: int, event: AnswerAccepted) -> None:
    post = _post(event.subject_id)
    if post and post.thread.accepted_post_id == post.pk:
        _tell(entry_id, post, ACCEPTED, [post.author_id], actor_id=event.actor_id)
        asking = SameQuestion.objects.filter(thread=post.thread).order_by().values_list("member_id", flat=True)
        _tell(entry_id, post, SOLVED, {*asking, post.thread.author_id} - {post.author_id}, actor_id=event.actor_id)


def _post(id: int) -> Post | None:
    """A post that still stands. Held until it is told: whoever changes or deletes it meanwhile comes after, and is told after."""
    standing = Post.objects.select_related("thread", "author", "parent").filter(pk=id, deleted_at=None)
    return standing.select_for_update(of=("self",), no_key=True).first()


def address_of(post_id: int) -> str:
    return f"/conversations/posts/{post_id}/"


def _still(post: Post, mentioned: Sequence[int]) -> set[int]:
    """Those of the members named in an act whom the post names still."""
    return (
        set(post.mentions.filter(member__in=mentioned).order_by().values_list("member_id", flat=True)) if mentioned else set()
    )


def _tell_groups(entry_id: int, post: Post, groups: Sequence[str], already: Collection[int | None]) -> None:
    """Tells those of the teams and audiences that a post calls, and still calls, but for those who are told anyway.

    Silence holds against a call to everybody; only one's own name goes through it.
    """
    still = set(called(post.source)) & set(groups)
    ids: dict[str, list[int]] = {"team": [], "audience": []}
    for group in sorted(still):
        kind, _colon, id = group.partition(":")
        ids[kind].append(int(id))
    if not still:
        return
    inside = Q(team__in=ids["team"]) | Q(memberships__audience__in=ids["audience"])
    members = set(Member.objects.filter(inside, is_active=True).order_by().values_list("pk", flat=True))
    fresh = unmuted(post.thread, members.difference(id for id in already if id))
    _tell(entry_id, post, MENTION, fresh)


def _tell(entry_id: int, post: Post, kind: str, members: Iterable[int | None], actor_id: int | None = None) -> None:
    """Notifies those of ``members`` who did not do it themselves and may see the thread now."""
    recipients = Member.objects.filter(pk__in={id for id in members if id})
    ids = list(recipients.filter(within(post.thread.restricted_to)).order_by("pk").values_list("pk", flat=True))
    if ids:
        notifications.notify(
            kind=kind, recipients=ids, entry_id=entry_id, title=lambda: _title(kind, post),
            excerpt=excerpt_of(post), url=address_of(post.pk), actor_id=actor_id or post.author_id,
            topic=topic_of(post.thread_id, _APART.get(kind, "thread")), gathered=lambda several: _gathered(kind, post, several),
        )  # fmt: skip


def _watching(thread: Thread) -> set[int]:
    """Whoever opened the thread, unless they wanted less than to be told of everything."""
    chosen = Reading.objects.filter(thread=thread, member=thread.author_id, why=Why.CHOSEN, level__lt=Level.WATCHED)
    return {thread.author_id} if thread.author_id and not chosen.exists() else set()


def _title(kind: str, post: Post) -> str:
    given = {"name": post.author.name if post.author else _("Quelqu'un"), "thread": name_of(post.thread)}
    if is_between(post.thread.restricted_to) and kind != REACTION:
        return _("Un message privé de %(name)s") % given
    if kind == MENTION:
        return _("%(name)s vous nomme dans « %(thread)s »") % given
    if kind == REACTION:
        return _("Un collègue a réagi à votre message dans « %(thread)s »") % given
    if kind == SOLVED:
        return _("Une réponse est retenue à « %(thread)s »") % given
    if kind == ACCEPTED:
        return _("Votre réponse est retenue dans « %(thread)s »") % given
    return _("%(name)s vous répond dans « %(thread)s »") % given


def _gathered(kind: str, post: Post, several: notifications.Gathered) -> str:
    given = {"name": several.name or _("Quelqu'un"), "thread": name_of(post.thread), "n": several.others or several.events}
    if kind in (ACCEPTED, SOLVED) or (is_between(post.thread.restricted_to) and kind != REACTION):
        return _title(kind, post)
    if kind == REACTION and not several.others:
        return _title(kind, post)
    if kind == REACTION:
        # Who reacts is not told, how many is.
        return _("%(n)d collègues ont réagi à ce que vous avez écrit dans « %(thread)s »") % (given | {"n": several.others + 1})
    if not several.others:
        if kind == MENTION:
            return _("%(name)s vous nomme %(n)d fois dans « %(thread)s »") % given
        return _("%(name)s vous répond %(n)d fois dans « %(thread)s »") % given
    if kind == MENTION:
        words = ngettext(
            "%(name)s et %(n)d autre personne vous nomment dans « %(thread)s »",
            "%(name)s et %(n)d autres personnes vous nomment dans « %(thread)s »", several.others,
        )  # fmt: skip
    else:
        words = ngettext(
            "%(name)s et %(n)d autre personne vous répondent dans « %(thread)s »",
            "%(name)s et %(n)d autres personnes vous répondent dans « %(thread)s »", several.others,
        )  # fmt: skip
    return words % given


# That one's answer is kept, and how others react, are told beside what is said.
_APART = {ACCEPTED: "accepted", REACTION: "reactions"}


def topic_of(thread_id: int, about: str = "thread") -> str:
    """What the notifications of one thread have in common: several that are unread are one."""
    return f"{about}:{thread_id}"


def topics_of(thread_id: int) -> list[str]:
    """All that may be told of a thread, and is read by looking at it."""
    return [topic_of(thread_id, about) for about in ("thread", *_APART.values())]


def name_of(thread: Thread) -> str:
    if thread.title or thread.anchor_id is None:
        return thread.title
    anchor = anchors.resolve(thread.anchor_type, [thread.anchor_id]).get(thread.anchor_id)
    return anchor.title if anchor else _("une discussion")
