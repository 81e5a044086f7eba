"""What a mail of notifications says: plain text and HTML, in the recipient's language, without anything that tells on them."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from essaim.kernel.typography import set_text
from essaim.organisation import known
from essaim.organisation.accent import accent
from essaim.people.api import site_sender

from .inbound.offering import offer
from .links import unsubscribe_path
from .models import Delivery, Mail, Notification

# What one mail shows; the centre shows the rest.
MOST = 30


def compose(mail: Mail, notifications: Sequence[Notification]) -> EmailMultiAlternatives:
    """The mail of ``notifications``, ready to be sent."""
    organisation = known.current()
    language = organisation.fitting(mail.recipient.language)
    with translation.override(language), timezone.override(organisation.zone):
        content = _content(mail, notifications, organisation, language)
        content["answer"] = answer = offer(mail.recipient_id, notifications, language)
        template: Any = get_template("notifications/mail.html", using="essaim")
        message = EmailMultiAlternatives(
            subject=content["subject"],
            body=_text(content),
            from_email=site_sender(),
            to=[mail.recipient.email or ""],
            reply_to=[answer.address] if answer else None,
            headers={
                "Message-ID": mail.message_id,
                "List-Unsubscribe": f"<{content['unsubscribe']}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                "Auto-Submitted": "auto-generated",
                "Content-Language": language,
            },
        )
        message.attach_alternative(template.template.render(content), "text/html")
    return message


def _content(mail: Mail, notifications: Sequence[Notification], organisation: known.Known, language: str) -> dict[str, Any]:
    kinds = sorted({notification.kind for notification in notifications})
    return {
        "subject": _subject(mail, notifications),
        "hello": set_text(_("Bonjour %(name)s,") % {"name": mail.recipient.first_name}, language),
        "lines": [
            {"title": n.title, "excerpt": n.excerpt, "url": settings.BASE_URL + n.url, "at": n.created_at}
            for n in notifications[:MOST]
        ],
        "more": _more(len(notifications) - MOST),
        "centre": settings.BASE_URL + reverse("notifications:centre"),
        "preferences": settings.BASE_URL + reverse("notifications:preferences"),
        "unsubscribe": settings.BASE_URL + unsubscribe_path(mail.recipient_id, kinds),
        "reason": _("Vous recevez ce mail parce que vous êtes membre d'Essaim à %(organisation)s.")
        % {"organisation": organisation.name},
        "organisation": organisation.name,
        "accent": accent(organisation.accent).light.colour,
    }


def _subject(mail: Mail, notifications: Sequence[Notification]) -> str:
    n = len(notifications)
    if n == 1:
        # Line ends alone: split() would take the no-break spaces too.
        return " ".join(notifications[0].title.splitlines())
    if mail.delivery == Delivery.DAILY:
        return ngettext("Ce matin dans Essaim : %(n)d nouvelle", "Ce matin dans Essaim : %(n)d nouvelles", n) % {"n": n}
    return ngettext("%(n)d nouvelle pour vous dans Essaim", "%(n)d nouvelles pour vous dans Essaim", n) % {"n": n}


def _text(content: dict[str, Any]) -> str:
    answer = content["answer"]
    parts = [f"{answer.invitation}\n{answer.marker}"] if answer else []
    parts.append(content["hello"])
    for line in content["lines"]:
        parts.append("\n".join(piece for piece in (line["title"], _quoted(line["excerpt"]), line["url"]) if piece))
    if content["more"]:
        parts.append(f"{content['more']}\n{content['centre']}")
    parts.append(f"-- \n{content['reason']}")
    parts.append(_("Choisir ce qui vous est envoyé, et quand :") + f"\n{content['preferences']}")
    parts.append(_("Ne plus recevoir de mails comme celui-ci :") + f"\n{content['unsubscribe']}")
    return "\n\n".join(parts) + "\n"


def _quoted(text: str) -> str:
    return f"> {text}" if text else ""


def _more(n: int) -> str:
    return ngettext("Et %(n)d autre dans Essaim.", "Et %(n)d autres dans Essaim.", n) % {"n": n} if n > 0 else ""
