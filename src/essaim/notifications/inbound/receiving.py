"""Writing a mail down before its sender's server is told yes. Nothing is decided about its words here."""

import hashlib
import uuid
from datetime import timedelta

from django.core.cache import cache
from django.db import transaction

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.replies import header, parse
from essaim.notifications.models import Received, ReceivedMail

from .addresses import Answerable, read_address

# Bytes of one mail: what companies' own servers let through.
LARGEST = 20 * 1024 * 1024
# A person answers; a machine that learned an address goes on.
PACE = timedelta(hours=1)
PER_PACE = 60
# A mail that no worker has closed is taken up again after this.
PATIENCE = timedelta(minutes=5)

_SPACE = uuid.UUID("6a8a4f5e-1d0f-4c4e-9c0e-3b8c6d1b2f10")
_ALIVE = "notifications.inbound.alive"


def say_alive() -> None:
    """Called every half minute by whoever receives: the doctor asks."""
    cache.set(_ALIVE, 1, 100)


def is_received() -> bool:
    return cache.get(_ALIVE) is not None


def accepts(recipient: str) -> Answerable | None:
    """What an address answers, None where no mail is taken for it. Asks no database."""
    return read_address(recipient)


@transaction.atomic
def write_down(*, raw: bytes, recipient: str, envelope_sender: str | None) -> ReceivedMail:
    """Keeps a mail and has it read. The same mail again gives the first row.

    Parameters:
        raw: the mail to the letter.
        recipient: the address of ours that it came to.
        envelope_sender: what the sending server said, None where nobody knows.

    Raises Refused: ``address`` when it is none of ours, ``too-large``, ``too-many`` when this address has had its mails for
    this hour. Whatever the database raises means that the mail is not kept.
    """
    from essaim.notifications.tasks import read_mail

    answerable = accepts(recipient)
    if answerable is None:
        raise Refused("no such address", code="address")
    if len(raw) > LARGEST:
        raise Refused("too large", code="too-large")
    key = key_of(raw, recipient)
    if before := ReceivedMail.objects.filter(key=key).first():
        return before
    now = clock.now()
    recent = ReceivedMail.objects.filter(recipient=recipient.lower(), received_at__gt=now - PACE)
    if recent.count() >= PER_PACE:
        raise Refused("too many mails for this address, later", code="too-many")
    mail, made = ReceivedMail.objects.get_or_create(
        key=key,
        defaults={
            "recipient": recipient.lower(), "envelope_sender": _cut(envelope_sender), "raw": raw, "received_at": now,
            "next_try_at": now + PATIENCE, "member_id": _member(answerable), "state": Received.WAITING,
        },
    )  # fmt: skip
    if made:
        read_mail.defer(mail_id=mail.pk)
    return mail


def key_of(raw: bytes, recipient: str) -> uuid.UUID:
    """The same for the same mail, however often it comes: of its Message-ID, else of all of it."""
    known = header(parse(raw[:200_000]), "Message-ID") or hashlib.sha256(raw).hexdigest()
    return uuid.uuid5(_SPACE, f"{recipient.lower()}\n{known}")


def _member(answerable: Answerable) -> int | None:
    from essaim.people.models import Member

    return Member.objects.filter(pk=answerable.member_id).values_list("pk", flat=True).first()


def _cut(sender: str | None) -> str | None:
    return None if sender is None else sender.replace("\x00", "")[:320]
