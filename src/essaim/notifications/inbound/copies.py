"""The whole of a mail that became a post, for whoever wrote it; its files, for whoever may have them."""

import dataclasses

from essaim.kernel.replies import File, parse, read_reply
from essaim.kernel.replies.parts import files
from essaim.notifications.models import ReceivedMail


@dataclasses.dataclass(frozen=True)
class Copy:
    """A mail as it came.

    Parameters:
        member_id: who wrote it.
        whole: its words, quotations behind ``>``.
        files: those that were attached; pictures of signatures are among them.
    """

    member_id: int | None
    whole: str
    files: tuple[File, ...]


def copy_of(page: str) -> Copy | None:
    """The mail that became what is at ``page`` (a path of ours), None when there was none or its thirty days are over."""
    mail = ReceivedMail.objects.filter(page=page).order_by("-pk").first() if page else None
    if mail is None:
        return None
    message = parse(bytes(mail.raw))
    return Copy(mail.member_id, read_reply(message).whole, tuple(files(message)))
