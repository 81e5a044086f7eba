"""Makes an installation one that people have used: run as a program, in the environment of its commands."""

import uuid
from datetime import timedelta


def fill() -> None:
    """A thread whose post carries a picture and a text, a session, a notification and a token."""
    from django.db import transaction
    from django.test import Client

    from essaim.conversations.actions.attachments import Chosen, IncomingFile, attach
    from essaim.conversations.actions.threads import start_thread
    from essaim.conversations.actions.writing import Enclosed
    from essaim.conversations.tests import files
    from essaim.journal.models import Entry
    from essaim.notifications.api import notify
    from essaim.people.actions.tokens import create_token
    from essaim.people.queries import member_called

    claire, thomas = member_called("B0114"), member_called("B0036")
    assert claire and thomas
    given = [IncomingFile("atelier.png", "image/png", files.picture()), IncomingFile("liste.txt", "text/plain", b"un, deux")]
    held = attach(actor=claire, files=given)
    start_thread(
        actor=claire, key=uuid.uuid4(), kind="question", title="Qui reconnaît cet atelier ?", source="Voici **la photo**.",
        language="fr", enclosed=Enclosed([Chosen(one.key, "Un atelier") for one in held]),
    )  # fmt: skip
    Client().force_login(thomas)
    with transaction.atomic():
        notify(
            kind="account.security", recipients=[thomas.pk], entry_id=Entry.objects.latest("pk").pk, title="Une nouvelle clé",
            url="/people/account/",
        )  # fmt: skip
    create_token(actor=None, member=thomas, name="Rapport", scopes=["read"], lifetime=timedelta(days=9), key=uuid.uuid4())


# What ``fill`` leaves rows in.
TABLES = [
    "conversations_attachment", "conversations_post", "notifications_notification", "people_session", "people_token",
]  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    fill()
