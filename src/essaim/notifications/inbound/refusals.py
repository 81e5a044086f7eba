"""Telling a writer, once, why their answer was not posted. Never to a machine, and never often."""

import re
from datetime import datetime, timedelta
from email.utils import getaddresses

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from essaim.kernel import clock
from essaim.kernel.replies import header, parse, read_reply
from essaim.kernel.typography import set_text
from essaim.notifications.hours import by_moment
from essaim.notifications.models import ReceivedMail
from essaim.organisation import known
from essaim.people.api import site_sender

from .addresses import read_address
from .targets import reply_targets

DAY = timedelta(days=1)
# A member who is told three times in a day knows; somebody else who has a forwarded mail is told once.
MOST_TO_MEMBER, MOST_TO_OTHERS = 3, 1
_PLAIN = re.compile(r"[^\s@<>,;\"]{1,64}@[a-z0-9.-]{3,250}", re.I)
# Of what was written, as much as one wants back.
MOST_BACK = 20_000


def answer(*, mail_id: int) -> bool:
    """Sends the words of a refused mail to its sender. True if they left now. Raises OSError when the mail server says no.

    A member's quiet hours hold for it, unless somebody writes in their place: that they must know.
    """
    from essaim.notifications.tasks import answer_mail

    with transaction.atomic():
        mail = ReceivedMail.objects.select_for_update(of=("self",)).select_related("member").filter(pk=mail_id).first()
        if mail is None or mail.answered_at or not mail.words or not mail.closed_at:
            return False
        to = _addressee(mail)
        if to and (until := _held(mail, to)):
            answer_mail.configure(schedule_at=until).defer(mail_id=mail_id)
            return False
        if to:
            _compose(mail, to).send()
        ReceivedMail.objects.filter(pk=mail_id).update(answered_at=clock.now() if to else None, words=mail.words if to else "")
        return bool(to)


def _addressee(mail: ReceivedMail) -> str:
    """Whom to tell, "" when nobody is told."""
    message = parse(bytes(mail.raw))
    found = [address for _name, address in getaddresses([header(message, "From")]) if _PLAIN.fullmatch(address)]
    member = mail.member.email if mail.member and mail.member.is_active else None
    own = len(found) == 1 and member is not None and found[0].lower() == member.lower()
    if own:
        return member or "" if _told(mail, MOST_TO_MEMBER) else ""
    # Somebody else: only where the sending server named the same address, lest a forged one is written to.
    same = len(found) == 1 and mail.envelope_sender is not None and mail.envelope_sender.lower() == found[0].lower()
    return found[0] if same and _told(mail, MOST_TO_OTHERS) else ""


def _held(mail: ReceivedMail, to: str) -> datetime | None:
    own = mail.member is not None and (mail.member.email or "").lower() == to.lower()
    if mail.member is None or not own or mail.reason == "forged":
        return None
    return next(iter(by_moment([mail.member.pk], clock.now())), None)


def _told(mail: ReceivedMail, most: int) -> bool:
    before = ReceivedMail.objects.filter(recipient=mail.recipient, answered_at__gt=clock.now() - DAY)
    return before.exclude(pk=mail.pk).count() < most


def _page(mail: ReceivedMail) -> str:
    """Where one answers without a mail."""
    answerable = read_address(mail.recipient)
    target = reply_targets.get(answerable.code) if answerable else None
    return target.page(answerable.id) if answerable and target else "/"


def _compose(mail: ReceivedMail, to: str) -> EmailMessage:
    organisation = known.current()
    member = mail.member
    own = member is not None and (member.email or "").lower() == to.lower()
    language = organisation.fitting(member.language if member else "")
    with translation.override(language):
        parts = [set_text(mail.words, language), settings.BASE_URL + _page(mail)]
        # Nothing that was written is lost; what somebody else wrote is neither read nor passed on.
        written = read_reply(parse(bytes(mail.raw))).text[:MOST_BACK] if own and mail.reason != "forged" else ""
        if written:
            parts.append(set_text(_("Ce que vous aviez écrit :"), language) + "\n\n" + written)
        subject = set_text(_("Votre réponse n'a pas été publiée"), language)
    message_id = header(parse(bytes(mail.raw)), "Message-ID")
    headers = {
        "Message-ID": f"<refusal.{mail.pk}@{settings.MAIL_DOMAIN or 'essaim.invalid'}>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }
    if re.fullmatch(r"<[\x21-\x7e]{1,250}>", message_id):
        headers |= {"In-Reply-To": message_id, "References": message_id}
    return EmailMessage(subject, "\n\n".join(parts) + "\n", site_sender(), [to], headers=headers)
