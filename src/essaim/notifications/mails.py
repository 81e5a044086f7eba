"""What a mail of notifications says: plain text and HTML, in the recipient's language, without anything that tells on them."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
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

from .digests import DIGEST
from .inbound.offering import apology, offer
from .links import unsubscribe_path
from .models import Delivery, Mail, Notification, Schedule

# What one mail shows; the centre shows the rest.
MOST = 30


@dataclasses.dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that a mail tells. Somebody's words are a ``quote``; a digest has numbers, and says why."""

    title: str
    url: str
    quote: str = ""
    at: datetime | None = None
    number: int = 0
    label: str = ""
    text: str = ""
    meta: str = ""
    why: str = ""


def compose(mail: Mail, notifications: Sequence[Notification]) -> EmailMultiAlternatives:
    """The mail of ``notifications``, or the digest, ready to be sent."""
    organisation = known.current()
    language = organisation.fitting(mail.recipient.language)
    with translation.override(language), timezone.override(organisation.zone):
        about = _digest(mail, notifications) if mail.delivery == Delivery.DIGEST else _news(mail, notifications)
        content = _around(mail, organisation, language) | about
        answer = None if mail.delivery == Delivery.DIGEST else offer(mail.recipient_id, notifications, language)
        content["answer"] = answer
        content["apology"] = "" if answer or mail.delivery == Delivery.DIGEST else apology(notifications, language)
        template: Any = get_template("notifications/mail.html", using="essaim")
        headers = {"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated", "Content-Language": language}
        if content["unsubscribe"]:
            headers["List-Unsubscribe"] = f"<{content['unsubscribe']}>"
            headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message = EmailMultiAlternatives(
            subject=content["subject"], body=_text(content), from_email=site_sender(), to=[mail.recipient.email or ""],
            reply_to=[answer.address] if answer else None, headers=headers,
        )  # fmt: skip
        message.attach_alternative(template.template.render(content), "text/html")
    return message


def _around(mail: Mail, organisation: known.Known, language: str) -> dict[str, Any]:
    """What every mail has around what it is about."""
    return {
        "hello": set_text(_("Bonjour %(name)s,") % {"name": mail.recipient.first_name}, language),
        "opening": "",
        "centre": settings.BASE_URL + reverse("notifications:centre"),
        "preferences": settings.BASE_URL + reverse("notifications:preferences"),
        "organisation": organisation.name,
        "accent": accent(organisation.accent).light.colour,
        "reason": _("Vous recevez ce mail parce que vous êtes membre d'Essaim à %(organisation)s.")
        % {"organisation": organisation.name},
    }


def _news(mail: Mail, notifications: Sequence[Notification]) -> dict[str, Any]:
    """What happened, that its reader wants to know at once."""
    kinds = sorted({notification.kind for notification in notifications})
    return {
        "subject": _subject(notifications),
        "lines": [
            Line(title=n.title, quote=n.excerpt, url=settings.BASE_URL + n.url, at=n.created_at) for n in notifications[:MOST]
        ],
        "more": _more(len(notifications) - MOST),
        "unsubscribe": "" if mail.urgent else settings.BASE_URL + unsubscribe_path(mail.recipient_id, kinds),
        "leave": _("Ne plus recevoir de mails comme celui-ci"),
    }


def _digest(mail: Mail, notifications: Sequence[Notification]) -> dict[str, Any]:
    """What is worth a visit, chosen when the digest was written."""
    shown = {item["url"] for item in mail.items}
    title, others = _one_line(mail.items[0]["title"]), len(mail.items) - 1
    subject = _("Dans Essaim : %(title)s")
    if others:
        subject = ngettext("%(title)s, et %(n)d autre chose", "%(title)s, et %(n)d autres choses", others)
    every = Schedule.objects.filter(member=mail.recipient_id).values_list("digest_every", flat=True).first() or "week"
    return {
        "subject": subject % {"title": title, "n": others},
        "opening": _("Voici ce qui mérite un passage aujourd'hui.")
        if every == "day"
        else _("Voici ce qui mérite un passage cette semaine."),
        "lines": [
            Line(
                title=item["title"], url=settings.BASE_URL + item["url"], label=item["label"], text=item["deck"],
                meta=item["meta"], why=item["why"], number=number,
            )
            for number, item in enumerate(mail.items, 1)
        ],
        "more": _more(len({n.url for n in notifications} - shown)),
        "unsubscribe": settings.BASE_URL + unsubscribe_path(mail.recipient_id, [DIGEST]),
        "leave": _("Ne plus recevoir le condensé"),
    }  # fmt: skip


def _subject(notifications: Sequence[Notification]) -> str:
    n = len(notifications)
    if n == 1:
        return _one_line(notifications[0].title)
    return ngettext("%(n)d nouvelle pour vous dans Essaim", "%(n)d nouvelles pour vous dans Essaim", n) % {"n": n}


def _one_line(text: str) -> str:
    # Line ends alone: split() would take the no-break spaces too.
    return " ".join(text.splitlines())


def _text(content: dict[str, Any]) -> str:
    answer = content["answer"]
    parts = [f"{answer.invitation}\n{answer.marker}"] if answer else []
    parts.append(content["hello"])
    if content["opening"]:
        parts.append(content["opening"])
    for line in content["lines"]:
        title = f"{line.number}. {line.title}" if line.number else line.title
        pieces = (title, f"> {line.quote}" if line.quote else "", line.text, line.meta, line.why, line.url)
        parts.append("\n".join(piece for piece in pieces if piece))
    if content["more"]:
        parts.append(f"{content['more']}\n{content['centre']}")
    if content["apology"]:
        parts.append(content["apology"])
    parts.append(f"-- \n{content['reason']}")
    parts.append(_("Choisir ce qui vous est envoyé, et quand :") + f"\n{content['preferences']}")
    if content["unsubscribe"]:
        parts.append(_("%(leave)s :") % {"leave": content["leave"]} + f"\n{content['unsubscribe']}")
    return "\n\n".join(parts) + "\n"


def _more(n: int) -> str:
    return ngettext("Et %(n)d autre dans Essaim.", "Et %(n)d autres dans Essaim.", n) % {"n": n} if n > 0 else ""
