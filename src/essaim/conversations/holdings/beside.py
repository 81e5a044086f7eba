"""What goes with posts: files, reactions, earlier versions; and drafts, which nobody else sees."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from essaim.privacy.api import (
    Basis,
    FreeText,
    Holding,
    Leaver,
    Part,
    Period,
    Reader,
    file_kinds,
    neutral_name,
    register,
    register_texts,
)

from ..actions.reactions import recount
from ..filing import store
from ..models import Attachment, Draft, Post, PostRevision, Reaction

FILE = "attachment"


def declare() -> None:
    register(
        Holding(
            name="conversations.beside",
            title=_("Fichiers, réactions, versions et brouillons"),
            what=_("les fichiers joints aux messages ; les réactions ; les versions précédentes des messages ; les brouillons"),
            purpose=_("montrer ce dont on parle, remercier sans écrire, voir ce qui a changé, ne rien perdre de ce qui est commencé"),
            basis=Basis.INTEREST,
            keep=Period(
                until=_("avec le message ; un fichier non publié, un jour ; un brouillon, jusqu'à ce qu'on le publie ou le jette")
            ),
            readers={
                Reader.COLLEAGUES: _("fichiers, réactions et versions, avec le message ; jamais les brouillons")
            },
            tables=("conversations_attachment", "conversations_reaction", "conversations_postrevision", "conversations_draft"),
            export=export,
            forget=forget,
            forgetting=_("les fichiers restent ou s'en vont avec les messages ; réactions, versions et brouillons sont supprimés."),
        )
    )  # fmt: skip
    file_kinds.add(FILE, store.remove)
    register_texts(
        FreeText("conversations_attachment", ("name", "alt"), _("Fichier joint"), _attachment_places, author="uploader_id"),
        FreeText(
            "conversations_postrevision", ("source", "title", "page"), _("Version précédente d'un message"), _revision_places
        ),
        FreeText("conversations_draft", ("source", "title"), _("Brouillon"), author="member_id"),
    )


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    files = list(Attachment.objects.filter(uploader_id=member_id).order_by("-pk")[:limit])
    yield Part(
        "files", _("Vos fichiers joints"),
        {"name": _("Nom du fichier"), "alt": _("Ce que montre l'image"), "created_at": _("Le"), "url": _("Message")},
        [
            {"name": one.name, "alt": one.alt, "media_type": one.media_type, "created_at": one.created_at,
             "url": f"/conversations/posts/{one.post_id}/" if one.post_id else "", "file": _in_archive(one)}
            for one in files
        ],
        # Only the archive takes the files themselves.
        files={_in_archive(one): store.place(one.path).read_bytes() for one in files if limit is None and store.place(one.path).is_file()},
    )  # fmt: skip
    reactions = Reaction.objects.filter(member_id=member_id).order_by("-pk")[:limit]
    yield Part(
        "reactions", _("Vos réactions"), {"meaning": _("Réaction"), "at": _("Le"), "url": _("Message")},
        [{"meaning": str(one.get_meaning_display()), "at": one.created_at, "url": f"/conversations/posts/{one.post_id}/"} for one in reactions],
    )  # fmt: skip
    versions = PostRevision.objects.filter(post__author_id=member_id).order_by("-pk")[:limit]
    yield Part(
        "versions", _("Les versions précédentes de vos messages"),
        {"written_at": _("Le"), "replaced_at": _("Jusqu'au"), "source": _("Texte"), "url": _("Message")},
        [
            {"written_at": one.written_at, "replaced_at": one.replaced_at, "title": one.title, "source": one.source,
             "url": f"/conversations/posts/{one.post_id}/"}
            for one in versions
        ],
    )  # fmt: skip
    drafts = Draft.objects.filter(member_id=member_id).order_by("-pk")[:limit]
    yield Part(
        "drafts", _("Vos brouillons"), {"saved_at": _("Le"), "title": _("Titre"), "source": _("Texte")},
        [{"saved_at": one.saved_at, "place": one.place, "title": one.title, "source": one.source, "fields": one.fields} for one in drafts],
    )  # fmt: skip


def _in_archive(one: Attachment) -> str:
    return f"files/{one.pk}-{one.name}"


def forget(leaver: Leaver) -> int:
    """Before the posts are made nameless or go: what hangs on them is known by their author still."""
    mine = Post.objects.filter(author_id=leaver.member_id)
    changed = Draft.objects.filter(member_id=leaver.member_id).delete()[0]
    changed += PostRevision.objects.filter(post__in=mine).delete()[0]
    changed += _take_reactions(leaver)
    gone = Attachment.objects.filter(uploader_id=leaver.member_id)
    if leaver.keeps_texts:
        gone = gone.exclude(post__in=mine.filter(deleted_at=None))
    for attachment in gone.select_related("post").order_by("pk"):
        leaver.files.append((FILE, attachment.path))
        if post := attachment.post:
            post.files = [one for one in post.files if one["key"] != str(attachment.key)]
            post.save(update_fields=["files"])
        attachment.delete()
        changed += 1
    changed += Attachment.objects.filter(uploader_id=leaver.member_id).update(uploader=None)
    _rewrite_versions(leaver)
    return changed


def _take_reactions(leaver: Leaver) -> int:
    own = Reaction.objects.filter(member_id=leaver.member_id)
    posts = list(Post.objects.filter(pk__in=own.order_by().values("post")).order_by("pk").select_for_update(of=("self",)))
    taken = own.delete()[0]
    for post in posts:
        recount(post)
        post.save(update_fields=["reactions"])
    return taken


def _rewrite_versions(leaver: Leaver) -> None:
    """Where colleagues named them, in texts that are not shown any more but are kept, and in drafts."""
    written = re.compile(rf"@\[(?:\\.|[^\]\\\n]){{1,240}}\]\(member:{leaver.member_id}\)")
    for model in (PostRevision, Draft):
        rows: Any = model._default_manager.filter(source__contains=f"(member:{leaver.member_id})").order_by("pk")
        for row in rows.iterator():
            row.source = written.sub(f"@{neutral_name('fr')}", row.source)
            row.save(update_fields=["source"])


def _attachment_places(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    rows = Attachment.objects.filter(pk__in=ids, post__isnull=False).order_by("pk").values_list("pk", "name", "post_id")
    return {pk: (name, f"/conversations/posts/{post_id}/") for pk, name, post_id in rows}


def _revision_places(ids: Sequence[int]) -> Mapping[int, tuple[str, str]]:
    rows = PostRevision.objects.filter(pk__in=ids).order_by("pk").values_list("pk", "post__thread__title", "post_id")
    return {pk: (title, f"/conversations/posts/{post_id}/history/") for pk, title, post_id in rows}
