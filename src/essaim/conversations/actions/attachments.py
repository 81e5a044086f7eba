"""Files that posts carry: taken in first, of nobody else's business until the post that carries them is published."""

import dataclasses
import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from essaim.conversations.filing import kinds, pictures, store
from essaim.conversations.models import Attachment, Draft, Post
from essaim.kernel import clock, markup
from essaim.kernel.errors import Refused
from essaim.people.models import Member

# For one post, and for one member's files that no post carries yet.
MOST = 10
MOST_WAITING = 40
MAX_ALT = 300
MAX_NAME = 120
# What nobody published in this time is removed, unless a draft of theirs holds it.
WAITS = datetime.timedelta(hours=24)


@dataclasses.dataclass(frozen=True)
class IncomingFile:
    """A file as it came. ``media_type`` is what its sender says of it: the bytes decide."""

    name: str
    media_type: str
    content: bytes


@dataclasses.dataclass(frozen=True)
class Chosen:
    """A file taken in, to be carried by a post. ``alt`` says what a picture shows, "" keeps what was said before."""

    key: uuid.UUID
    alt: str = ""


def attach(*, actor: Member, files: Sequence[IncomingFile]) -> list[Attachment]:
    """Takes files in, all or none. Raises Refused for one that is too large, of no type exchanged here, or unreadable."""
    if Attachment.objects.filter(uploader=actor, post=None).count() + len(files) > MOST_WAITING:
        raise Refused(
            _("Trop de fichiers attendent d'être publiés. Publiez-en ou retirez-en avant d'en joindre d'autres."), code="too-many-files"
        )  # fmt: skip
    ready = [_ready(actor, file) for file in files]
    with transaction.atomic():
        for attachment, content, shown in ready:
            attachment.path = store.put(content, shown)
            attachment.save()
    return [attachment for attachment, _content, _shown in ready]


def _ready(actor: Member, file: IncomingFile) -> tuple[Attachment, bytes, bytes | None]:
    name = _clean_name(file.name)
    if not file.content:
        raise Refused(_("Le fichier « %(name)s » est vide.") % {"name": name}, code="file-empty")
    most = settings.ATTACHMENT_MOST_BYTES
    if len(file.content) > most:
        raise Refused(too_large(name), code="file-too-large")
    kind, ending = kinds.decide(name, file.content)
    stem = name.rpartition(".")[0] if "." in name else name
    attachment = Attachment(uploader=actor, name=f"{stem or 'fichier'}.{ending}", media_type=kind, created_at=clock.now())
    content, shown = file.content, None
    if kind in kinds.PICTURES or kind in (kinds.SVG, kinds.HEIC):
        picture = pictures.clean(name, kind, content)
        attachment.media_type = "image/jpeg" if kind == kinds.HEIC else kind
        content, shown = picture.content, picture.shown
        attachment.width, attachment.height = picture.width, picture.height
    attachment.size = len(content)
    return attachment, content, shown


def too_large(name: str) -> str:
    return _("« %(name)s » est trop lourd : %(most)d Mo au plus par fichier.") % {
        "name": _clean_name(name), "most": settings.ATTACHMENT_MOST_BYTES // 1024 // 1024,
    }  # fmt: skip


def _clean_name(name: str) -> str:
    """The last part of a name, without what turns it round or breaks it, never empty."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = " ".join("".join(c for c in last if c.isprintable() and c not in '"<>|:*?').split()).strip(". ")
    if len(plain) > MAX_NAME:
        stem, dot, ending = plain.rpartition(".")
        plain = f"{stem[:100]}.{ending[:10]}" if dot else plain[:MAX_NAME]
    return plain or "fichier"


def hold(*, actor: Member, chosen: Sequence[Chosen], post: Post | None = None) -> list[Attachment]:
    """The files that a post is going to carry, in order, locked: the actor's own, or those that ``post`` carries already.

    Raises Refused where there are too many, one is gone, or a picture has no words.
    """
    if not chosen:
        return []
    if len(chosen) > MOST:
        raise Refused(_("Un message porte %(most)d fichiers au plus.") % {"most": MOST}, code="too-many-files")
    found = {one.key: one for one in Attachment.objects.select_for_update().filter(key__in=[one.key for one in chosen])}
    held = []
    for one in {one.key: one for one in chosen}.values():
        attachment = found.get(one.key)
        mine = attachment and attachment.post_id is None and attachment.uploader_id == actor.pk
        if attachment is None or not (mine or (post and attachment.post_id == post.pk)):
            raise Refused(_("Un des fichiers n'est plus là. Joignez-le à nouveau."), code="file-gone")
        attachment.alt = clean_alt(one.alt) or attachment.alt
        if attachment.is_picture and not attachment.alt:
            raise Refused(
                _("Dites en une phrase ce que montre l'image « %(name)s », pour ceux qui ne la voient pas.") % {"name": attachment.name},
                code="alt-missing",
            )  # fmt: skip
        held.append(attachment)
    return held


def clean_alt(text: str) -> str:
    return " ".join(markup.clean_source(text).split())[:MAX_ALT]


def carry(post: Post, held: Sequence[Attachment]) -> None:
    """Gives a post the files of ``hold``; those that it carried and that are not among them go. ``post.files`` is set, not saved."""
    if post.files:
        for gone in post.attachments.exclude(pk__in=[one.pk for one in held]):
            drop(gone)
    for attachment in held:
        attachment.post = post
        attachment.save(update_fields=["post", "alt"])
    post.files = shown_of(held)


def shown_of(held: Sequence[Attachment]) -> list[dict[str, Any]]:
    """What is kept on the post of its files: all that a page shows of them."""
    files = []
    for one in held:
        width, height = pictures.shown_size(one.width, one.height)
        files.append(
            {"key": str(one.key), "name": one.name, "type": one.media_type, "size": one.size, "w": width, "h": height, "alt": one.alt}
        )  # fmt: skip
    return files


def drop(attachment: Attachment) -> None:
    """Removes a file and what is known of it."""
    path = attachment.path
    attachment.delete()
    transaction.on_commit(lambda: store.remove(path))


@transaction.atomic
def remove_attachment(*, actor: Member, key: uuid.UUID) -> None:
    """Takes back a file that no post carries yet. Raises Attachment.DoesNotExist."""
    drop(Attachment.objects.select_for_update().get(key=key, uploader=actor, post=None))


def sweep(now: datetime.datetime) -> int:
    """Removes what nobody published in a day, and files that no row knows any more. Returns how many went."""
    in_drafts = {key for files in Draft.objects.order_by().values_list("files", flat=True) for key in files}
    waiting = Attachment.objects.filter(post=None, created_at__lt=now - WAITS).exclude(key__in=in_drafts)
    gone = 0
    for attachment in waiting.iterator():
        with transaction.atomic():
            drop(attachment)
        gone += 1
    return gone + _sweep_folder(now)


def _sweep_folder(now: datetime.datetime) -> int:
    known = set(Attachment.objects.order_by().values_list("path", flat=True).iterator())
    gone = 0
    for path in store.older_than(now - WAITS):
        if path not in known:
            store.remove(path)
            gone += 1
    return gone
