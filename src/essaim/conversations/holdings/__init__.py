"""What conversations hold about a member (essaim.privacy): what they wrote, and where colleagues named them."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _

from essaim.kernel import clock
from essaim.notifications import api as notifications
from essaim.people.models import Member, alone
from essaim.privacy.api import Basis, FreeText, Holding, Leaver, Part, Period, Reader, neutral_name, register, register_texts

from .. import indexing
from ..models import Mention, Post, Thread
from ..naming import look_around
from ..notifications import DELETED, address_of
from ..text import member_url, render
from . import attached, beside, kinds, readings

_OTHERS = re.compile(r"\(member:(\d+)\)")


def declare() -> None:
    register(
        Holding(
            name="conversations.posts",
            title=_("Fils et messages"),
            what=_("ce que la personne a écrit, quand, à qui elle répond ; les messages où des collègues la nomment avec @"),
            purpose=_("échanger, et que la réponse donnée une fois serve à d'autres"),
            basis=Basis.INTEREST,
            keep=Period(until=_("tant qu'ils servent ; un message supprimé par son auteur garde sa place, vide")),
            readers={Reader.COLLEAGUES: _("fils et messages, avec le nom ; un fil réservé, le public à qui il est réservé")},
            tables=(
                "conversations_thread",
                "conversations_post",
                "conversations_mention",
                "conversations_introductionoffer",
                "conversations_finding",
                "conversations_poll",
                "conversations_polloption",
                "conversations_threadlink",
            ),
            export=export,
            forget=forget,
            forgetting=_(
                "au choix : gardés sous le nom « Ancien membre », la signature retirée ; ou supprimés. Les mentions sont réécrites."
            ),
        )
    )
    kinds.declare()
    register_texts(
        FreeText("conversations_post", ("source", "html", "files"), _("Message"), _post_places, author="author_id"),
        FreeText("conversations_thread", ("title",), _("Titre d'un fil"), _thread_places, author="author_id"),
    )
    beside.declare()
    readings.declare()
    attached.declare()


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    threads = Thread.objects.filter(author_id=member_id).order_by("-pk")[:limit]
    yield Part(
        "threads", _("Les fils que vous avez ouverts"),
        {"title": _("Titre"), "kind": _("Nature"), "created_at": _("Le"), "url": _("Adresse")},
        [
            {"title": t.title, "kind": t.get_kind_display(), "created_at": t.created_at, "url": f"/conversations/threads/{t.pk}/"}
            for t in threads
        ],
    )  # fmt: skip
    posts = Post.objects.filter(author_id=member_id).select_related("thread").order_by("-pk")[:limit]
    yield Part(
        "posts", _("Vos messages"),
        {"thread": _("Fil"), "created_at": _("Le"), "edited_at": _("Modifié"), "deleted_at": _("Supprimé"), "source": _("Texte")},
        [
            {
                "thread": post.thread.title, "url": f"/conversations/posts/{post.pk}/", "created_at": post.created_at,
                "edited_at": post.edited_at, "deleted_at": post.deleted_at, "source": post.source, "language": post.language,
            }
            for post in posts
        ],
    )  # fmt: skip
    named = Mention.objects.filter(member_id=member_id, post__deleted_at=None).select_related("post").order_by("-pk")[:limit]
    yield Part(
        "mentions", _("Où des collègues vous nomment"), {"at": _("Le"), "url": _("Adresse")},
        [{"at": mention.post.created_at, "url": f"/conversations/posts/{mention.post_id}/"} for mention in named],
    )  # fmt: skip


def forget(leaver: Leaver) -> int:
    """Leaves what they wrote under a neutral name, or takes it away; rewrites mentions either way."""
    touched = set(Post.objects.filter(author_id=leaver.member_id).order_by().values_list("thread_id", flat=True))
    touched |= set(Thread.objects.filter(author_id=leaver.member_id).order_by().values_list("pk", flat=True))
    touched |= _rewrite_mentions(leaver)
    touched |= _leave_empty_chair(leaver)
    # What they had deleted themselves was only out of sight.
    Post.objects.filter(author_id=leaver.member_id).exclude(deleted_at=None).update(source="", html="")
    if leaver.keeps_texts:
        _unsign(leaver)
    else:
        _take_away(leaver)
    Mention.objects.filter(member_id=leaver.member_id).delete()
    # An introduction hangs on who introduces themselves.
    # A hidden thread of theirs stays hidden, and nobody's.
    Thread.objects.filter(restricted_to=[alone(leaver.member_id)]).exclude(shown_to=None).update(restricted_to=[alone(0)])
    Thread.objects.filter(anchor_type="introduction", anchor_id=leaver.member_id).update(anchor_type="", anchor_id=None)
    changed = Post.objects.filter(author_id=leaver.member_id).update(author=None)
    changed += Thread.objects.filter(author_id=leaver.member_id).update(author=None)
    indexing.refresh(touched)
    return changed


def _leave_empty_chair(leaver: Leaver) -> set[int]:
    """What was between them and others stays between those: nought stands for nobody. Returns the threads."""
    own = Thread.objects.filter(restricted_to__contains=[alone(leaver.member_id)])
    ids = set(own.order_by().values_list("pk", flat=True))
    Thread.objects.filter(pk__in=ids).update(
        restricted_to=Func(F("restricted_to"), Value(alone(leaver.member_id)), Value(0), function="array_replace")
    )
    return ids


def _rewrite_mentions(leaver: Leaver) -> set[int]:
    """``@Name`` with its link becomes ``@Ancien membre`` without one. Returns the threads."""
    written = re.compile(rf"@\[(?:\\.|[^\]\\\n]){{1,240}}\]\(member:{leaver.member_id}\)")
    shown = re.compile(rf'<a href="{re.escape(member_url(leaver.member_id))}"[^>]*>@.*?</a>', re.S)
    threads = set()
    for post in Post.objects.filter(source__contains=f"(member:{leaver.member_id})").order_by("pk").iterator():
        name = f"@{neutral_name(post.language)}"
        post.source, post.html = written.sub(name, post.source), shown.sub(name, post.html)
        post.save(update_fields=["source", "html"])
        threads.add(post.thread_id)
    return threads


def _unsign(leaver: Leaver) -> None:
    """Their own name goes from their own texts: in full, alone, and where they signed."""
    for post in Post.objects.filter(author_id=leaver.member_id, deleted_at=None).order_by("pk").iterator():
        source = leaver.traces.scrub_own(post.source, post.language)
        if source != post.source:
            names = {member.pk: member.name for member in Member.objects.filter(pk__in=_OTHERS.findall(source)).order_by("pk")}
            readers = Thread.objects.values_list("restricted_to", flat=True).get(pk=post.thread_id)
            around = look_around(source, language=post.language, restricted_to=readers, actor=None)
            post.source, post.html = source, render(source, language=post.language, names=names, around=around)[0]
            post.save(update_fields=["source", "html"])
    for thread in Thread.objects.filter(author_id=leaver.member_id).order_by("pk").iterator():
        title = leaver.traces.scrub_own(thread.title, thread.language)[:160]
        if title != thread.title:
            thread.title = title
            thread.save(update_fields=["title"])


def _take_away(leaver: Leaver) -> None:
    """Their texts go; a thread in which others wrote keeps its place and theirs."""
    own = Thread.objects.filter(author_id=leaver.member_id).order_by("pk")
    for thread in own:
        if not thread.posts.exclude(author_id=leaver.member_id).exists():
            thread.delete()
        elif thread.title:
            thread.title = "A thread taken back by its author" if thread.language == "en" else "Un fil retiré par son auteur"
            thread.save(update_fields=["title"])
    touched = Post.objects.filter(author_id=leaver.member_id).order_by().values("thread_id")
    for thread in Thread.objects.filter(pk__in=touched).order_by("pk").select_for_update(of=("self",)):
        _empty(thread, thread.posts.filter(author_id=leaver.member_id, deleted_at=None).order_by("pk"))


def _empty(thread: Thread, posts: Collection[Post]) -> None:
    for post in posts:
        thread.posts_count -= 1
        thread.answers_count -= post.author_id != thread.author_id
        if thread.accepted_post_id == post.pk:
            thread.accepted_post = None
        post.source = post.html = ""
        post.deleted_at = clock.now()
        post.save(update_fields=["source", "html", "deleted_at"])
        # Whoever was told of it in somebody else's name, as of an answer that was accepted, has its words too.
        notifications.reword(url=address_of(post.pk), excerpt=DELETED, gone=True)
    thread.save(update_fields=["posts_count", "answers_count", "accepted_post"])


def _post_places(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    posts: Any = Post.objects.filter(pk__in=ids).select_related("thread").order_by("pk")
    return {post.pk: (post.thread.title, f"/conversations/posts/{post.pk}/") for post in posts}


def _thread_places(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    threads = Thread.objects.filter(pk__in=ids).order_by("pk")
    return {thread.pk: (thread.title, f"/conversations/threads/{thread.pk}/") for thread in threads}
