"""Reading a mail that was written down: who wrote it, whether they may, what they wrote; then posting it, once."""

import logging
from datetime import timedelta
from email.message import Message
from email.utils import getaddresses

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.replies import automatic, header, parse, read_reply
from essaim.kernel.replies.parts import files
from essaim.kernel.replies.pictures import sent_along
from essaim.notifications.models import Received, ReceivedMail
from essaim.organisation import known
from essaim.people.models import Member
from essaim.people.queries import load_member

from . import words
from .addresses import read_address
from .targets import IncomingFile, reply_targets

log = logging.getLogger(__name__)

# A mail that could not be read is tried again, each time later; a day in all.
ATTEMPTS = 12
LONGEST = timedelta(hours=3)
# Earlier mails of the same writer that tell what belongs to their signature.
EARLIER = 5


class Later(Exception):
    """Not now: the writer is faster than people are."""


class Dropped(Exception):
    """Nobody wrote it, or nobody who may be told: no answer leaves."""


def read(*, mail_id: int) -> None:
    """Posts what a mail says, or refuses it. Doing it twice does it once."""
    try:
        with transaction.atomic():
            _read(mail_id)
    except Exception as error:
        _failed(mail_id, error)


def _read(mail_id: int) -> None:
    mail = ReceivedMail.objects.select_for_update(of=("self",)).filter(pk=mail_id, closed_at=None).first()
    if mail is None:
        return
    message = parse(bytes(mail.raw))
    try:
        member = _writer(mail, message)
    except Dropped as why:
        _close(mail, Received.DROPPED, str(why))
        return
    except Refused as no:
        _refuse(mail, no)
        return
    organisation = known.current()
    language = organisation.fitting(member.language)
    with translation.override(language):
        try:
            with transaction.atomic():
                mail.page = _post(mail, message, member, language)
        except Refused as no:
            if no.code == "too-fast":
                raise Later from no
            _refuse(mail, no)
            return
        except ObjectDoesNotExist:
            _refuse(mail, Refused(words.gone(), code="gone"))
            return
    _close(mail, Received.POSTED, "")


def _writer(mail: ReceivedMail, message: Message) -> Member:
    """The member who wrote it. Raises Dropped with a reason, or Refused with words."""
    if why := automatic(message, envelope_sender=mail.envelope_sender):
        raise Dropped(why)
    if comes_from_us(message):
        raise Dropped("loop")
    answerable = read_address(mail.recipient)
    member = load_member(answerable.member_id) if answerable else None
    if member is None or not member.is_active or not member.email:
        raise Dropped("left")
    with translation.override(known.current().fitting(member.language)):
        senders = {address.lower() for _name, address in getaddresses([header(message, "From")]) if address}
        if senders != {member.email.lower()}:
            raise Refused(words.other_sender(), code="sender")
        if _failed_checks(message):
            raise Refused(words.forged(), code="forged")
    return member


def comes_from_us(message: Message) -> bool:
    """Whether it is a mail of ours that came back."""
    senders = {address.lower() for _name, address in getaddresses([header(message, "From")])}
    ours = {address.lower() for _name, address in getaddresses([settings.DEFAULT_FROM_EMAIL])}
    return bool(senders & ours) or any(address.endswith(f"@{settings.MAIL_DOMAIN}") for address in senders if address)


def _failed_checks(message: Message) -> bool:
    """Whether our own mail server found that the sender's line is forged: it writes on top, above what anybody else wrote."""
    return "dmarc=fail" in header(message, "Authentication-Results").lower().replace(" ", "")


def _post(mail: ReceivedMail, message: Message, member: Member, language: str) -> str:
    answerable = read_address(mail.recipient)
    target = reply_targets.get(answerable.code) if answerable else None
    if answerable is None or target is None:
        raise ObjectDoesNotExist
    names = (member.name, f"{member.last_name} {member.first_name}", member.first_name, member.last_name)
    reply = read_reply(message, names=names, markers=words.markers())
    sent = _sent_along(mail, message, member)
    text = reply.text or _only_files(sent)
    if not text:
        raise Refused(words.empty(), code="empty")
    return target.publishes(actor=member, id=answerable.id, text=text, files=sent, key=mail.key, language=language)


def _sent_along(mail: ReceivedMail, message: Message, member: Member) -> list[IncomingFile]:
    """The files that belong to the answer: not the pictures of a signature, which come with every mail of its writer."""
    sent = sent_along(files(message))
    if not any(file.inline for file in sent):
        return sent
    posted = ReceivedMail.objects.filter(member=member, state=Received.POSTED).exclude(pk=mail.pk).order_by("-pk")
    before: set[bytes] = set()
    for raw in posted.values_list("raw", flat=True)[:EARLIER].iterator(chunk_size=1):
        before.update(file.content for file in files(parse(bytes(raw))) if file.inline)
    return sent_along(sent, before=before)


def _only_files(sent: list[IncomingFile]) -> str:
    names = ", ".join(file.name for file in sent)
    return _("Pièces jointes : %(names)s") % {"names": names} if names else ""


def _refuse(mail: ReceivedMail, no: Refused) -> None:
    from essaim.notifications.tasks import answer_mail

    mail.words = str(no)
    _close(mail, Received.REFUSED, no.code)
    answer_mail.defer(mail_id=mail.pk)


def _close(mail: ReceivedMail, state: Received, reason: str) -> None:
    mail.state, mail.reason, mail.closed_at = state, reason[:40], clock.now()
    mail.save(update_fields=["state", "reason", "words", "closed_at", "page"])
    log.info("mail %s: %s %s", mail.pk, state, reason)


@transaction.atomic
def _failed(mail_id: int, error: Exception) -> None:
    """Has it read again later; after a day its writer is told that it was not."""
    from essaim.notifications.tasks import read_mail

    mail = ReceivedMail.objects.select_for_update(of=("self",)).filter(pk=mail_id, closed_at=None).first()
    if mail is None:
        return
    mail.attempts += 1
    if not isinstance(error, Later):
        log.error("mail %s could not be read (attempt %s)", mail_id, mail.attempts, exc_info=error)
    if mail.attempts >= ATTEMPTS:
        member = mail.member
        with translation.override(known.current().fitting(member.language if member else "")):
            _refuse(mail, Refused(words.failed(), code="failed"))
        ReceivedMail.objects.filter(pk=mail_id).update(state=Received.FAILED, attempts=mail.attempts)
        return
    mail.next_try_at = clock.now() + min(timedelta(minutes=2**mail.attempts), LONGEST)
    mail.save(update_fields=["attempts", "next_try_at"])
    read_mail.configure(schedule_at=mail.next_try_at).defer(mail_id=mail_id)


@transaction.atomic
def tick() -> None:
    """Every five minutes: mails whose worker was lost."""
    from essaim.notifications.tasks import read_mail

    from .receiving import PATIENCE

    now = clock.now()
    lost = list(
        ReceivedMail.objects.select_for_update(skip_locked=True)
        .filter(closed_at=None, next_try_at__lte=now)
        .order_by("pk")[:500]
    )
    for mail in lost:
        read_mail.defer(mail_id=mail.pk)
    ReceivedMail.objects.filter(pk__in=[mail.pk for mail in lost]).update(next_try_at=now + PATIENCE)
