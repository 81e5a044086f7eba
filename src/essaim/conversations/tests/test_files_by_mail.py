"""Files that one answers with: those that may come with the post, the others stay with the mail, which is its author's."""

import io
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from essaim.conversations.models import Attachment, Post
from essaim.notifications.models import ReceivedMail
from essaim.people.actions.roles import grant_role
from essaim.people.models import Member, Role
from essaim.people.tests.factories import make_member

from .factories import answer, arrive, awake, told
from .files import picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_domain")]


@pytest.fixture
def asker() -> Member:
    return awake(make_member(first_name="Claire", last_name="Marchand", email="claire.marchand@brindel.example"))


def _with_file(asker: Member, to: str) -> EmailMessage:
    message = answer(asker, to, f"Voici.\n\nLe 3 juin 2025 à 14:02, Essaim <{to}> a écrit :\n> Bonjour Claire\n")
    message.add_attachment(b"%PDF-1.7 <script>", maintype="application", subtype="pdf", filename="relevé.pdf")
    return message


def test_the_whole_mail_is_its_author_s_and_its_files_the_facilitators(asker: Member, client: Client) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    arrive(_with_file(asker, to), to)
    reply = Post.objects.get(parent=post)
    page, file = f"/conversations/posts/{reply.pk}/mail/", f"/conversations/posts/{reply.pk}/mail/1/"
    client.force_login(asker)
    assert page in client.get(f"/conversations/threads/{post.thread_id}/").content.decode()
    shown = client.get(page).content.decode()
    assert "&gt; Bonjour Claire" in shown and "relevé.pdf" in shown
    got = client.get(file)
    assert got.content == b"%PDF-1.7 <script>"
    assert got["Content-Disposition"].startswith("attachment") and got["Content-Type"] == "application/octet-stream"
    assert client.get(page + "2/").status_code == client.get(f"/conversations/posts/{post.pk}/mail/").status_code == 404
    facilitator = make_member()
    grant_role(actor=None, member=facilitator, role=Role.FACILITATOR)
    client.force_login(facilitator)
    theirs = client.get(page).content.decode()
    assert "relevé.pdf" in theirs and "Bonjour Claire" not in theirs
    client.force_login(make_member())
    assert client.get(page).status_code == client.get(file).status_code == 404
    ReceivedMail.objects.all().delete()
    client.force_login(asker)
    assert "trente jours" in client.get(page).content.decode()
    assert client.get(file).status_code == 404


def test_only_files_are_named(asker: Member) -> None:
    post, mail = told(asker)
    message = answer(asker, mail.reply_to[0], "Envoyé de mon iPhone")
    message.add_attachment(b"x", maintype="image", subtype="jpeg", filename="IMG_0042.jpeg")
    arrive(message, mail.reply_to[0])
    reply = Post.objects.get(parent=post)
    assert reply.source.replace("\u00a0", " ") == "Pièces jointes : IMG_0042.jpeg"


def test_files_come_with_the_answer_once_and_others_stay_with_the_mail(asker: Member, client: Client) -> None:
    post, mail = told(asker)
    message = answer(asker, mail.reply_to[0], "Voici notre rangement.")
    drawn = io.BytesIO()
    Image.new("RGB", (40, 30), "tan").save(drawn, "PNG")
    message.add_attachment(drawn.getvalue(), maintype="image", subtype="png", filename="tiroir.png")
    message.add_attachment(b"MZ\x90\x00", maintype="application", subtype="octet-stream", filename="outil.exe")
    arrive(message, mail.reply_to[0])
    arrive(message, mail.reply_to[0])
    reply = Post.objects.get(parent=post)
    assert [file["name"] for file in reply.files] == ["tiroir.png"]
    assert reply.files[0]["alt"].endswith("tiroir.png")
    assert Attachment.objects.count() == 1
    facilitator = make_member()
    grant_role(actor=None, member=facilitator, role=Role.FACILITATOR)
    client.force_login(facilitator)
    shown = client.get(f"/conversations/threads/{post.thread_id}/").content.decode()
    assert "1 fichier joint à son mail" in shown and "tiroir.png" in shown


def test_a_photo_in_the_words_comes_along_and_the_logo_of_a_signature_does_not(asker: Member) -> None:
    def written(post_id: str, *pictures: tuple[str, bytes]) -> EmailMessage:
        message = answer(asker, mail.reply_to[0], "Voici notre rangement.", message_id=f"<{post_id}@mail.brindel.example>")
        shown = "".join(f'<img src="cid:{name}@mail">' for name, _content in pictures)
        message.add_alternative(f"<div>Voici notre rangement.</div><div>{shown}</div>", subtype="html")
        page: Any = message.get_payload()[1]
        for name, content in pictures:
            page.add_related(content, "image", "png", cid=f"<{name}@mail>", filename=name, disposition="inline")
        return message

    def posted() -> list[str]:
        return [file["name"] for file in Post.objects.filter(author=asker).latest("pk").files]

    post, mail = told(asker)
    small, large = ("logo.png", picture(size=(180, 60))), ("enseigne.png", picture(size=(320, 320), colour="#204060"))
    first, second = ("image0.png", picture(size=(640, 480))), ("image1.png", picture(size=(480, 640)))
    arrive(written("a", first, small, large), mail.reply_to[0])
    assert posted() == ["image0.png", "enseigne.png"]
    arrive(written("b", second, small, large), mail.reply_to[0])
    assert posted() == ["image1.png"], "what came with the mail before is the signature's"
    assert Post.objects.filter(parent=post).count() == 2


def test_the_parsed_mail_is_the_one_that_was_sent(asker: Member) -> None:
    """What stays is what came, to the letter."""
    _post, mail = told(asker)
    raw = _with_file(asker, mail.reply_to[0]).as_bytes()
    row = arrive(raw, mail.reply_to[0])
    assert bytes(row.raw) == raw
    assert BytesParser(policy=policy.default).parsebytes(bytes(row.raw))["To"] == mail.reply_to[0]
