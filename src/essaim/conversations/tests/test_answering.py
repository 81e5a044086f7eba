"""Answers by mail: from a notification that left to a post in the thread, once."""

from typing import Any

import pytest
from django.core import mail as outbox
from tests.replies.letters import Letter
from tests.replies.web_programs import gmail

from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.models import Post
from essaim.notifications.actions import mail as actions
from essaim.notifications.inbound import receiving
from essaim.notifications.mails import compose
from essaim.notifications.models import Mail, Notification, ReceivedMail
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import address_for, answer, arrive, awake, make_post, make_thread, told
from .test_notifications import work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("mail_domain")]


@pytest.fixture
def asker() -> Member:
    return awake(make_member(first_name="Claire", last_name="Marchand", email="claire.marchand@brindel.example"))


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


def _gathered(asker: Member) -> outbox.EmailMessage:
    """The mail of everything that the asker has not read."""
    rows = list(Notification.objects.filter(recipient=asker, read_at=None).order_by("pk"))
    mail = Mail(recipient=asker, delivery="immediate", message_id="<m@essaim.example>", created_at=rows[0].created_at)
    return compose(mail, rows)


def test_a_mail_about_several_threads_says_that_it_has_no_answer(asker: Member) -> None:
    said = "une réponse par mail n’arriverait pas"
    _post, alone = told(asker)
    told(asker, make_thread(asker, title="Étagères ?"))
    mail = _gathered(asker)
    (html,) = [content for content, kind in mail.alternatives if kind == "text/html"]
    assert not mail.reply_to and said in mail.body and said in html and "Répondez" not in mail.body.partition("Bonjour")[0]
    assert said not in alone.body


def test_several_things_of_one_thread_are_answered_at_the_newest(asker: Member) -> None:
    chooser = make_member()
    thread = make_thread(chooser, title="Tiroirs ?")
    mine = make_post(asker, thread, "Par question.")
    accept_answer(actor=chooser, post_id=mine.pk)
    reply = make_post(make_member(first_name="Samia"), thread, "Et par saison ?", parent_id=mine.pk)
    work()
    Notification.objects.filter(recipient=asker).update(delivery="immediate")
    assert Notification.objects.filter(recipient=asker, read_at=None).count() == 2
    mail = _gathered(asker)
    assert mail.reply_to == [address_for(asker, reply)] and "n’arriverait pas" not in mail.body


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


def test_the_case_of_an_address_does_not_matter(asker: Member) -> None:
    post, mail = told(asker)
    to = mail.reply_to[0].upper()
    assert arrive(answer(asker, to), to).state == "posted"
    assert Post.objects.filter(parent=post).count() == 1


def test_a_key_that_was_changed_is_still_read(asker: Member, settings: Any) -> None:
    post, _mail = told(asker)
    to = address_for(asker, post)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-" + "y" * 40, [settings.SECRET_KEY]
    assert arrive(answer(asker, to), to).state == "posted"
    settings.SECRET_KEY_FALLBACKS = []
    assert receiving.accepts(to) is None


def test_an_answer_to_a_post_that_was_deleted_stands_by_itself(asker: Member) -> None:
    samia = make_member(first_name="Samia")
    post, mail = told(asker, by=samia)
    delete_post(actor=samia, post_id=post.pk)
    row = arrive(answer(asker, mail.reply_to[0]), mail.reply_to[0])
    assert row.state == "posted"
    assert Post.objects.get(author=asker, source="Par question.").parent is None
