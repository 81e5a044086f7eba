"""What a form brings beside its text: files, the draft it goes on with, a quotation; and what it shows of them."""

import dataclasses
import uuid
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from essaim.conversations.actions.attachments import MOST, Chosen, IncomingFile, attach, too_large
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.drafts import as_initial, draft_at
from essaim.conversations.files import waiting
from essaim.conversations.models import Attachment, Draft
from essaim.conversations.quoting import quotation
from essaim.kernel.errors import Refused
from essaim.kernel.ids import read_id
from essaim.people.access import MemberRequest
from essaim.people.models import Member


@dataclasses.dataclass
class Composing:
    """A form in which somebody writes at ``place``.

    Parameters:
        keys: the files that it carries; ``said`` what their pictures show, by key.
        refused: why files that came with it were not taken in; the others are kept.
        initial: what it begins with, besides what its page gives it.
    """

    member: Member
    place: str
    post_id: int | None = None
    keys: Sequence[uuid.UUID] = ()
    said: Mapping[uuid.UUID, str] = dataclasses.field(default_factory=dict)
    refused: Sequence[str] = ()
    draft: Draft | None = None
    initial: Mapping[str, Any] = dataclasses.field(default_factory=dict)

    @cached_property
    def attached(self) -> list[Attachment]:
        """The files, with what was said of them in the form. A query where there are any."""
        found = waiting(self.member, self.keys, self.post_id)
        for one in found:
            one.alt = self.said.get(one.key) or one.alt
        return found

    @property
    def enclosed(self) -> Enclosed:
        return Enclosed([Chosen(key, self.said.get(key, "")) for key in self.keys], self.place)


def composing(request: MemberRequest, place: str, *, post_id: int | None = None, keys: Sequence[str] = ()) -> Composing:
    """Reads a form, or prepares one: with the draft that ``?draft`` asks for, or the words that ``?quote`` cites.

    Parameters:
        post_id, keys: the post that is being edited and the files that it carries.
    """
    if request.method == "POST":
        return _sent(request, place, post_id)
    made = Composing(request.user, place, post_id, [uuid.UUID(key) for key in keys])
    if "draft" in request.GET and (draft := draft_at(request.user, place)):
        made.draft, made.keys, made.initial = draft, draft.files, as_initial(draft)
    elif quoted := read_id(request.GET.get("quote", "")):
        made.initial = {"source": quotation(request.user, quoted)}
    return made


def _sent(request: MemberRequest, place: str, post_id: int | None) -> Composing:
    keys, refused = read_keys(request.POST), []
    # Without a script, one description serves the pictures that come with the form.
    for_all = request.POST.get("alt", "")
    for given in request.FILES.getlist("files")[: 2 * MOST]:
        try:
            keys.append(take(request.user, given).key)
        except Refused as error:
            refused.append(str(error))
    said = {key: request.POST.get(f"alt-{key}", "") or for_all for key in keys}
    return Composing(request.user, place, post_id, keys, said, refused)


def read_keys(sent: QueryDict) -> list[uuid.UUID]:
    """The files that a form says it carries; what is no key is left out, and so are those one takes out again."""
    without, keys = set(sent.getlist("detached")), []
    for text in sent.getlist("attached")[: 2 * MOST]:
        try:
            if text not in without:
                keys.append(uuid.UUID(text))
        except ValueError:
            continue
    return keys


def take(member: Member, given: UploadedFile | None) -> Attachment:
    """Takes one file of a form in. Raises Refused."""
    if given is None:
        raise Refused(_("Aucun fichier n'est arrivé. Choisissez-le à nouveau."), code="file-missing")
    if (given.size or 0) > settings.ATTACHMENT_MOST_BYTES:
        raise Refused(too_large(given.name or ""), code="file-too-large")
    return attach(actor=member, files=[IncomingFile(given.name or "", given.content_type or "", given.read())])[0]
