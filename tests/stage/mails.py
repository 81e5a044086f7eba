"""What comes by mail, and what leaves by it."""

import json
import time
from email.message import EmailMessage
from html import escape

from django.db import transaction

from essaim.conversations.models import Post
from essaim.conversations.tests import files
from essaim.conversations.tests.factories import address_for, answer, awake, make_post, make_thread
from essaim.kernel import clock
from essaim.notifications.actions.digest import write_digest
from essaim.notifications.inbound import reading, receiving
from essaim.notifications.models import Delivery, Digest, MailState, Notification, Schedule
from essaim.people.models import Member
from essaim.people.queries import load_member

from .cast import Cast, Staged, post_page, thread_page


def by_mail(cast: Cast) -> list[Staged]:
    """An answer that came by mail with a file that may not come with it. Answers by mail must be open."""
    claire, thomas = cast.claire, cast.thomas
    thread = make_thread(claire, kind="discussion", title="Qui range les tiroirs ?")
    post = make_post(thomas, thread, "On a rangé par saison. Et chez vous ?")
    message = answer(
        claire, to := address_for(claire, post), f"Par question.\n\nLe 3 juin 2025, Essaim <{to}> a écrit :\n> Par saison.\n"
    )
    message.add_attachment(b"MZ\x90\0", maintype="application", subtype="octet-stream", filename="rangement" * 12 + ".exe")
    reply = _arrive(message, post)
    return [
        Staged("mail-own", "claire", post_page("post-mail", reply)),
        Staged("mail-files", "aurelie", post_page("post-mail", reply)),
        Staged("mail-thread", "aurelie", thread_page(thread)),
    ]


def _arrive(message: EmailMessage, post: Post) -> Post:
    """Reads a mail that answers the post; returns what it became."""
    # At once: the worker of a site that is served finds it read.
    with transaction.atomic():
        kept = receiving.write_down(raw=message.as_bytes(), recipient=str(message["To"]), envelope_sender=None)
        reading.read(mail_id=kept.pk)
    return Post.objects.get(parent=post)


def answer_in_html(*emails: str, text: str, title: str) -> None:
    """In the demo: the first answers by mail, in HTML alone and with hostile files.

    The second is told at once, the third in a digest that says the same.
    """
    asker, told, gathered = (_member(email) for email in emails)
    for member in (told, gathered):
        Schedule.objects.filter(member=member).delete()
        awake(member)
    thread = make_thread(told, kind="discussion", title=title, source="Dites-moi.")
    post = make_post(told, thread, "Et chez vous ?")
    message = answer(asker, address_for(asker, post))
    # As words first, since what a program takes for markup may swallow the rest.
    message.set_content("".join(f"<p>{escape(line)}</p>" for line in text.splitlines()) + text, subtype="html")
    for name, content in ((f"{title}.exe", b"MZ\x90\0"), ("dessin.svg", files.SVG)):
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    reply = _arrive(message, post)
    make_post(asker, make_thread(gathered, title=title), text)
    _digest(gathered)
    print(json.dumps({"thread": thread_page(thread), "mail": post_page("post-mail", reply)}))  # noqa: T201


def _digest(member: Member) -> None:
    """Once the worker has told the member of something, their digest leaves and tells it too."""
    told = Notification.objects.filter(recipient=member)
    for _ in range(100):
        if told.exists():
            break
        time.sleep(0.2)
    told.update(delivery=Delivery.DIGEST, mail_state=MailState.WAITING, mail=None)
    Digest.objects.update_or_create(member=member, defaults={"next_at": clock.now(), "sent_at": None})
    assert write_digest(member_id=member.pk)


def _member(email: str) -> Member:
    member = load_member(Member.objects.get(email=email).pk)
    assert member
    return member
