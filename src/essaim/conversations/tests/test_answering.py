"""Answers by mail: from a notification that left to a post in the thread, once; and everything for which there is none."""

import io
import json
import random
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail as outbox
from django.db import connection
from django.test import Client
from PIL import Image
from tests.replies.letters import Letter
from tests.replies.web_programs import gmail

from essaim.conversations.actions.posts import delete_post
from essaim.conversations.actions.writing import PER_PACE
from essaim.conversations.models import Attachment, Post, Thread
from essaim.people.actions.roles import grant_role
from essaim.people.models import Member, Role
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import awake, make_post, make_thread
from .test_notifications import work

pytestmark = pytest.mark.django_db
ReceivedMail: Any = apps.get_model("notifications", "ReceivedMail")
Notification: Any = apps.get_model("notifications", "Notification")
actions, receiving, reading, refusals, addresses = (
    import_module(f"essaim.notifications.{name}")
    for name in ("actions.mail", "inbound.receiving", "inbound.reading", "inbound.refusals", "inbound.addresses")
)
DOMAIN = "reponses.brindel.example"


@pytest.fixture(autouse=True)
def _open(settings: Any) -> Iterator[None]:
    settings.MAIL_DOMAIN = DOMAIN
    yield


@pytest.fixture
def asker() -> Member:
    return awake(make_member(first_name="Claire", last_name="Marchand", email="claire.marchand@brindel.example"))


def told(asker: Member, thread: Thread | None = None, by: Member | None = None) -> tuple[Post, outbox.EmailMessage]:
    """Somebody answers the asker, who gets a mail: the post, and the mail."""
    thread = thread or make_thread(asker, title="Tiroirs ?")
    post = make_post(by or make_member(first_name="Samia"), thread, "On a rangé par saison. Et chez vous ?")
    work()
    notification = Notification.objects.filter(recipient=asker).latest("pk")
    mail = apps.get_model("notifications", "Mail").objects.create(
        recipient=asker, delivery="immediate", message_id=actions.message_id([notification]),
        created_at=notification.created_at, next_try_at=notification.created_at,
    )  # fmt: skip
    return post, import_module("essaim.notifications.mails").compose(mail, [notification])


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


def test_a_mail_says_how_to_answer_it(asker: Member) -> None:
    post, mail = told(asker)
    assert mail.reply_to == [address_for(asker, post)]
    assert str(mail.body).startswith(
        "Répondez à ce mail pour répondre dans le fil.\n— Votre réponse va au-dessus de cette ligne —\n\n"
    )
    (html,) = [content for content, kind in mail.alternatives if kind == "text/html"]
    assert "Votre réponse va au-dessus de cette ligne" in html
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_a_domain_nothing_is_offered(asker: Member, settings: Any) -> None:
    settings.MAIL_DOMAIN = ""
    _post, mail = told(asker)
    assert not mail.reply_to and "Répondez" not in mail.body


def test_an_answer_is_a_post_once(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    letter = Letter(("Par question.", "Cela prend une matinée."), ("Cordialement,\nClaire",), sender_address=to)
    rows = {arrive(gmail(letter), to, asker.email).pk for _ in range(3)}
    assert len(rows) == 1
    (reply,) = Post.objects.filter(author=asker, parent=post)
    assert reply.source == "Par question.\n\nCela prend une matinée."
    assert reply.thread_id == post.thread_id
    assert ReceivedMail.objects.get().page == f"/conversations/posts/{reply.pk}/"
    # Who has answered has read it.
    assert not Notification.objects.filter(recipient=asker, read_at=None).exists()


def test_what_came_since_the_mail_that_is_answered_leaves_once(asker: Member) -> None:
    post = make_post(make_member(first_name="Samia"), make_thread(asker, title="Tiroirs ?"), "Par saison.")
    work()
    (mail,) = actions.gather(recipient_ids=[asker.pk])
    assert actions.send(mail_id=mail.pk)
    make_post(make_member(first_name="Paul"), post.thread, "Par couleur.")
    work()
    assert actions.gather(recipient_ids=[asker.pk]) == [], "while it is unread, one mail tells of the thread"
    to = address_for(asker, post)
    assert arrive(answer(asker, to), to).state == "posted"
    (mail,) = actions.gather(recipient_ids=[asker.pk])
    assert actions.send(mail_id=mail.pk)
    assert "Par couleur." in outbox.outbox[-1].body
    assert arrive(answer(asker, to, message_id="<2@x>"), to).state == "posted"
    assert actions.gather(recipient_ids=[asker.pk]) == []


def test_quiet_hours_hold_for_a_refusal_but_not_for_a_forged_answer(asker: Member) -> None:
    _post, mail = told(asker)
    to = mail.reply_to[0]
    apps.get_model("notifications", "Schedule").objects.update(quiet_from="00:00", quiet_until="23:59:59.999999")
    arrive(answer(asker, to, "> x"), to)
    assert outbox.outbox == []
    forged = answer(asker, to, message_id="<2@x>", Authentication_Results="mx.brindel.example; spf=fail; dmarc=fail")
    arrive(forged, to)
    assert len(outbox.outbox) == 1
    apps.get_model("notifications", "Schedule").objects.update(quiet_until="00:00")
    refusals.answer(mail_id=ReceivedMail.objects.get(reason="empty").pk)
    assert len(outbox.outbox) == 2


def test_the_case_of_an_address_does_not_matter(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0].upper()
    assert arrive(answer(asker, to), to).state == "posted"
    assert Post.objects.filter(parent=post).count() == 1


@pytest.mark.parametrize(
    "change", [lambda a: a.replace("reply+", "reply+b"), lambda a: a.replace("@", "a@"), lambda a: "reply@" + DOMAIN]
)
def test_an_address_that_we_did_not_sign(asker: Member, change: Any) -> None:
    post, _mail = told(asker)
    with pytest.raises(Exception, match="no such address"):
        receiving.write_down(raw=b"\r\n", recipient=change(address_for(asker, post)), envelope_sender=None)


def test_a_key_that_was_changed_is_still_read(asker: Member, settings: Any) -> None:
    post, _mail = told(asker)
    to = address_for(asker, post)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" + "y" * 40, [settings.SECRET_KEY]
    assert arrive(answer(asker, to), to).state == "posted"
    settings.SECRET_KEY_FALLBACKS = []
    assert receiving.accepts(to) is None


def test_somebody_else_s_address_is_refused_and_told_once(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    for number in range(3):
        stranger = answer(asker, to, sender="Eve <eve@example.org>", message_id=f"<{number}@x.example>")
        row = arrive(stranger, to, "eve@example.org")
        assert (row.state, row.reason) == ("refused", "sender")
    assert Post.objects.filter(parent=post).count() == 0
    (told_once,) = outbox.outbox
    assert told_once.to == ["eve@example.org"]
    assert asker.email not in told_once.body and "Par question" not in told_once.body
    assert told_once.extra_headers["Auto-Submitted"] == "auto-replied"


def test_a_forged_sender_is_not_written_to(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    arrive(answer(asker, to, sender="Eve <eve@example.org>"), to, "other@example.org")
    arrive(answer(asker, to, sender="Eve <eve@example.org>", message_id="<2@x.example>"), to, None)
    assert outbox.outbox == []
    row = arrive(
        answer(asker, to, message_id="<3@x>", Authentication_Results="mx.brindel.example; spf=fail; dmarc=fail"), to, None
    )
    assert (row.state, row.reason) == ("refused", "forged")
    assert Post.objects.filter(parent=post).count() == 0


@pytest.mark.parametrize(
    ("headers", "envelope", "why"),
    [
        ({"Auto_Submitted": "auto-replied"}, "x", "auto-submitted"),
        ({"subject": "Absence du bureau : Re: Tiroirs"}, "x", "absence"),
        ({"subject": "Réponse automatique : Tiroirs"}, "x", "absence"),
        ({"Precedence": "bulk"}, "x", "list"),
        ({"List_Id": "<tous.brindel.example>"}, "x", "list"),
        ({"X_Autoreply": "yes"}, "x", "auto-submitted"),
        ({}, "", "bounce"),
        ({"sender": "MAILER-DAEMON@brindel.example"}, "x", "machine"),
        ({"sender": f"reply+abc@{DOMAIN}"}, "x", "loop"),
        ({"sender": "Essaim <essaim@127.0.0.1>"}, "x", "loop"),
    ],
)
def test_what_nobody_wrote_is_dropped_without_a_word(asker: Member, headers: dict[str, str], envelope: str, why: str) -> None:
    post, mail = told(asker)
    row = arrive(answer(asker, mail.reply_to[0], **headers), mail.reply_to[0], envelope)
    assert (row.state, row.reason) == ("dropped", why)
    assert Post.objects.filter(parent=post).count() == 0 and outbox.outbox == []


def test_who_left_answers_nothing(asker: Member) -> None:
    _post, mail = told(asker)
    Member.objects.filter(pk=asker.pk).update(is_active=False)
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0], asker.email)
    assert (row.state, row.reason) == ("dropped", "left") and outbox.outbox == []


def test_a_thread_that_is_no_longer_theirs(asker: Member) -> None:
    audience = make_audience("reserve", asker)
    insider = load_member(asker.pk)
    assert insider
    thread = make_thread(insider, restricted_to=[audience.pk])
    other = make_member()
    audience.memberships.get_or_create(member=other)
    post, mail = told(insider, thread, by=load_member(other.pk))
    audience.memberships.filter(member=asker).delete()
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0], asker.email)
    assert (row.state, row.reason) == ("refused", "gone")
    assert Post.objects.filter(parent=post).count() == 0
    (message,) = outbox.outbox
    assert message.to == [asker.email] and "Par question." in message.body and "Rien n’a été publié" in message.body


def test_an_answer_to_a_post_that_was_deleted_stands_by_itself(asker: Member) -> None:
    samia = make_member(first_name="Samia")
    post, mail = told(asker, by=samia)
    delete_post(actor=samia, post_id=post.pk)
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0])
    assert row.state == "posted"
    assert Post.objects.get(author=asker, source="Par question.").parent is None


def test_nothing_but_the_quotation_is_told(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0]
    row = arrive(answer(asker, to, f"\n\nLe 3 juin 2025 à 14:02, Essaim <{to}> a écrit :\n> Bonjour\n"), to)
    assert (row.state, row.reason) == ("refused", "empty")
    assert len(outbox.outbox) == 1 and Post.objects.filter(parent=post).count() == 0


def test_too_long_says_how_long_and_gives_it_back(asker: Member) -> None:
    _post, mail = told(asker)
    row = arrive(answer(asker, mail.reply_to[0], "mot " * 3000), mail.reply_to[0])
    assert (row.state, row.reason) == ("refused", "too-long")
    assert "mot mot" in outbox.outbox[0].body


def test_a_writer_faster_than_people_waits_and_loses_nothing(asker: Member) -> None:
    post, mail = told(asker)
    for _ in range(PER_PACE - 1):
        make_post(asker, post.thread)
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0])
    assert row.state == "waiting" and row.attempts == 2 and outbox.outbox == []
    Post.objects.filter(author=asker).update(created_at="2020-01-01T00:00Z")
    reading.read(mail_id=row.pk)
    assert Post.objects.filter(parent=post).count() == 1


def test_what_cannot_be_read_is_tried_for_a_day_then_told(asker: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    _post, mail = told(asker)

    def broken(*_args: Any, **_more: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(reading, "read_reply", broken)
    row = receiving.write_down(raw=answer(asker, mail.reply_to[0]).as_bytes(), recipient=mail.reply_to[0], envelope_sender=None)
    for _ in range(reading.ATTEMPTS):
        reading.read(mail_id=row.pk)
    refusals.answer(mail_id=row.pk)
    row.refresh_from_db()
    assert (row.state, row.reason) == ("failed", "failed") and len(outbox.outbox) == 1
    assert bytes(row.raw)


def test_one_address_has_its_pace(asker: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    _post, mail = told(asker)
    monkeypatch.setattr(receiving, "PER_PACE", 2)
    for number in range(2):
        arrive(answer(asker, mail.reply_to[0], message_id=f"<{number}@x>"), mail.reply_to[0])
    with pytest.raises(Exception, match="too many"):
        arrive(answer(asker, mail.reply_to[0], message_id="<3@x>"), mail.reply_to[0])


def test_a_mail_whose_worker_was_lost_is_read_again(asker: Member) -> None:
    _post, mail = told(asker)
    row = receiving.write_down(raw=answer(asker, mail.reply_to[0]).as_bytes(), recipient=mail.reply_to[0], envelope_sender=None)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    ReceivedMail.objects.update(next_try_at="2020-01-01T00:00Z")
    reading.tick()
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'notifications.read_mail'")
        assert [json.loads(str(args).replace("'", '"')) for (args,) in cursor.fetchall()] == [{"mail_id": row.pk}]


def test_damaged_mails_are_kept_and_closed(asker: Member) -> None:
    """Whatever a mail became on its way: nothing falls, and every byte of it stays."""
    _post, mail = told(asker)
    to, chance = mail.reply_to[0], random.Random(20250603)
    whole = gmail(Letter(("Par question.",), sender_address=to))
    for number in range(25):
        place, length = chance.randrange(len(whole)), chance.randrange(1, 60)
        raw = whole[:place] + chance.randbytes(length) + whole[place + length :]
        raw = raw.replace(b"Message-ID: <", f"Message-ID: <{number}".encode())
        row = receiving.write_down(raw=raw, recipient=to, envelope_sender=asker.email)
        reading.read(mail_id=row.pk)
        row.refresh_from_db()
        assert row.state in ("posted", "refused", "dropped"), (number, row.state, row.reason)
        assert bytes(row.raw) == raw


def test_what_was_forged_is_not_passed_on(asker: Member) -> None:
    _post, mail = told(asker)
    arrive(
        answer(asker, mail.reply_to[0], "Cliquez ici.", Authentication_Results="mx; dmarc=fail"),
        mail.reply_to[0],
        "eve@x.example",
    )
    (message,) = outbox.outbox
    assert message.to == [asker.email] and "Cliquez" not in message.body


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


def test_an_english_member_is_refused_in_english(asker: Member) -> None:
    _post, mail = told(asker)
    Member.objects.filter(pk=asker.pk).update(language="en")
    arrive(answer(asker, mail.reply_to[0], "> x"), mail.reply_to[0])
    assert outbox.outbox[0].subject == "Your reply was not published"


def test_erasure_takes_their_mails_and_those_that_name_them(asker: Member) -> None:
    from essaim.privacy.api import Leaver, Traces
    from essaim.privacy.holdings import holdings

    samia = make_member(first_name="Samia", last_name="Belkacem", email="samia.belkacem@brindel.example")
    _post, mail = told(asker, by=samia)
    to = mail.reply_to[0]
    arrive(answer(asker, to, "Merci Samia Belkacem."), to)
    arrive(answer(asker, to, "Merci.", message_id="<2@x>"), to)
    holding = holdings["notifications.received"]
    parts = list(holding.export(asker.pk, None))
    assert len(parts[0].rows) == len(parts[0].files) == 2
    traces = Traces(samia.pk, samia.first_name, samia.last_name, (samia.email or "",))
    assert holding.forget(Leaver(samia.pk, traces, keeps_texts=True)) == 1
    traces = Traces(asker.pk, asker.first_name, asker.last_name, (asker.email or "",))
    assert holding.forget(Leaver(asker.pk, traces, keeps_texts=True)) == 1
    assert not ReceivedMail.objects.exists()


def test_the_parsed_mail_is_the_one_that_was_sent(asker: Member) -> None:
    """What stays is what came, to the letter."""
    _post, mail = told(asker)
    raw = _with_file(asker, mail.reply_to[0]).as_bytes()
    row = arrive(raw, mail.reply_to[0])
    assert bytes(row.raw) == raw
    assert BytesParser(policy=policy.default).parsebytes(bytes(row.raw))["To"] == mail.reply_to[0]
