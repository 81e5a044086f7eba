"""What received mails hold about a member (essaim.privacy)."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from essaim.kernel.replies import header, parse, read_reply
from essaim.notifications.models import ReceivedMail
from essaim.privacy.api import Leaver, Part


def export(member_id: int, limit: int | None) -> Iterable[Part]:
    mails = list(ReceivedMail.objects.filter(member_id=member_id).order_by("-pk")[:limit])
    yield Part(
        "received", _("Vos réponses par mail"),
        {"received_at": _("Reçu"), "from": _("De"), "subject": _("Objet"), "state": _("Publié"), "page": _("Adresse")},
        [
            {
                "received_at": mail.received_at, "from": header(message, "From"), "subject": header(message, "Subject"),
                "state": mail.state, "reason": mail.reason, "page": mail.page, "file": f"mail-{mail.pk}.eml",
            }
            for mail, message in ((mail, parse(bytes(mail.raw))) for mail in mails)
        ],
        files={f"mail-{mail.pk}.eml": bytes(mail.raw) for mail in mails},
    )  # fmt: skip


def forget(leaver: Leaver) -> int:
    """Theirs go; so do colleagues' in which they are named: what was written there stands in the post."""
    gone = ReceivedMail.objects.filter(member_id=leaver.member_id).delete()[0]
    naming = [
        mail.pk
        for mail in ReceivedMail.objects.order_by("pk").iterator(chunk_size=50)
        if leaver.traces.found_in(_words(bytes(mail.raw))) or leaver.traces.found_in(f"{mail.envelope_sender} {mail.words}")
    ]
    return gone + ReceivedMail.objects.filter(pk__in=naming).delete()[0]


def _words(raw: bytes) -> str:
    message = parse(raw)
    names = "\n".join(header(message, name) for name in ("From", "To", "Cc", "Reply-To", "Sender", "Subject"))
    return f"{names}\n{read_reply(message).whole}"
