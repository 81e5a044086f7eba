"""Composing and sending one mail: text, and the same as simple HTML."""

import dataclasses
import textwrap
from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.urls import reverse

from essaim.kernel.language import reading
from essaim.organisation import known
from essaim.organisation.accent import accent


@dataclasses.dataclass(frozen=True)
class Mail:
    """A mail of one person to one person.

    Parameters:
        key: names what caused it; the Message-ID is made of it, so that a mail sent twice is one for its reader.
        greeting, paragraphs, after: what it says, in the recipient's language; ``after`` stands below the button.
        action: the words of the button and the absolute address it leads to.
        sender: the person in whose name it leaves, if not in the site's.
        reply_to: their address.
    """

    to: str
    subject: str
    key: str
    greeting: str
    paragraphs: list[str]
    action: tuple[str, str]
    after: list[str] = dataclasses.field(default_factory=list)
    sender: str = ""
    reply_to: str = ""


def absolute(path: str) -> str:
    """A path of this site as an address for mails and the command line."""
    return f"{settings.BASE_URL}{path}"


def absolute_reverse(name: str, *args: object) -> str:
    return absolute(reverse(name, args=args))


def message_id(key: str) -> str:
    return f"<{key}@{urlsplit(settings.BASE_URL).hostname}>"


def site_sender() -> str:
    """Who sends the site's mails: what ESSAIM_EMAIL_FROM says, with the organisation's name where it says none."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((known.current().name if name in ("", "Essaim") else name, address))


def send(mail: Mail) -> None:
    """Sends ``mail``. Raises what the mail server's refusal raises: the job is tried again."""
    organisation = known.current()
    name, address = parseaddr(site_sender())
    # A name on two lines would be a header of its own.
    sender = " ".join(mail.sender.split())
    message = EmailMultiAlternatives(
        subject=" ".join(mail.subject.split()),
        body=_text(mail),
        from_email=formataddr((f"{sender} ({name})" if sender else name, address)),
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"},
    )
    html = get_template("people/mail.html", using="essaim").template.render(  # type: ignore[attr-defined]
        mail=mail, language=reading(), base_url=settings.BASE_URL,
        organisation=organisation.name, shade=accent(organisation.accent).light,
    )  # fmt: skip
    message.attach_alternative(html, "text/html")
    message.send()


def _text(mail: Mail) -> str:
    def wrapped(paragraph: str) -> str:
        return textwrap.fill(paragraph, 72, break_long_words=False, break_on_hyphens=False)

    label, url = mail.action
    parts = [
        mail.greeting,
        *map(wrapped, mail.paragraphs),
        f"{label}\n{url}",
        *map(wrapped, mail.after),
        f"-- \n{known.current().name}",
    ]
    return "\n\n".join(parts) + "\n"
