"""Conversations for tests, made by the actions that the pages call, and mails that answer them."""

import itertools
import uuid
from email.message import EmailMessage
from typing import Any

from django.apps import apps
from django.core import mail as outbox

from essaim.conversations.actions.kinds import Asked
from essaim.conversations.actions.posts import publish_post
from essaim.conversations.actions.threads import start_thread
from essaim.conversations.models import Post, Thread
from essaim.notifications.actions.mail import message_id
from essaim.notifications.inbound import addresses, reading, receiving, refusals
from essaim.notifications.mails import compose
from essaim.notifications.models import Mail, Notification
from essaim.organisation.models import Theme
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

MAIL_DOMAIN = "reponses.brindel.example"
_numbers = itertools.count(1)


def make_theme(slug: str = "ecoute") -> Theme:
    return Theme.objects.get_or_create(slug=slug, defaults={"name": slug.capitalize()})[0]


def make_thread(author: Member, **fields: Any) -> Thread:
    defaults: dict[str, Any] = {
        "key": uuid.uuid4(),
        "kind": "question",
        "title": f"Une question, numéro {next(_numbers)} ?",
        "source": "Je me demande.",
        "language": "fr",
    }
    return start_thread(actor=author, **(defaults | fields)).post.thread


def awake(member: Member) -> Member:
    """Nothing holds the member's mails back, whenever the test runs."""
    apps.get_model("notifications", "Schedule").objects.create(
        member=member, own=True, quiet_from="08:00", quiet_until="08:00", quiet_weekends=False, quiet_holidays=False
    )
    return member


def make_poll(author: Member, *, multiple: bool = False, anonymous: bool = False, **fields: Any) -> Thread:
    return make_thread(author, kind="poll", asked=Asked(["Lundi", "Mardi", "Jeudi"], multiple, anonymous), **fields)


def make_post(author: Member, thread: Thread, source: str = "Je réponds.", **fields: Any) -> Post:
    defaults: dict[str, Any] = {"key": uuid.uuid4(), "language": "fr"}
    return publish_post(actor=author, thread_id=thread.pk, source=source, **(defaults | fields)).post


def told(asker: Member, thread: Thread | None = None, by: Member | None = None) -> tuple[Post, outbox.EmailMessage]:
    """Somebody answers the asker, who gets a mail: the post, and the mail."""
    # The worker's part stands with the tests of notifications, which need these factories themselves.
    from .test_notifications import work

    thread = thread or make_thread(asker, title="Tiroirs ?")
    post = make_post(by or make_member(first_name="Samia"), thread, "On a rangé par saison. Et chez vous ?")
    work()
    notification = Notification.objects.filter(recipient=asker).latest("pk")
    mail = Mail.objects.create(
        recipient=asker, delivery="immediate", message_id=message_id([notification]),
        created_at=notification.created_at, next_try_at=notification.created_at,
    )  # fmt: skip
    return post, compose(mail, [notification])


def address_for(asker: Member, post: Post) -> str:
    return str(addresses.reply_address(addresses.Answerable(asker.pk, "p", post.pk)))


def answer(asker: Member, to: str, text: str = "Par question.", **headers: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = headers.pop("sender", f"Claire Marchand <{asker.email}>")
    message["To"] = to
    message["Subject"] = headers.pop("subject", "Re: Tiroirs")
    message["Message-ID"] = headers.pop("message_id", "<abc@mail.brindel.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message


def arrive(message: EmailMessage | bytes, to: str, sender: str | None = None) -> Any:
    """A mail as the server hands it over, read by the worker; twice, since a job may run again. Returns its row."""
    raw = message if isinstance(message, bytes) else message.as_bytes()
    mail = receiving.write_down(raw=raw, recipient=to, envelope_sender=sender)
    for _ in range(2):
        reading.read(mail_id=mail.pk)
        refusals.answer(mail_id=mail.pk)
    mail.refresh_from_db()
    return mail
