"""Whoever is answered, named or right hears of it, once; nobody else does."""

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from essaim.conversations import notifications as telling
from essaim.conversations.actions.answers import accept_answer
from essaim.conversations.actions.moderation import hide_post, show_post
from essaim.conversations.actions.posts import delete_post, edit_post, restore_post
from essaim.conversations.actions.reactions import react
from essaim.journal.consumers import for_type
from essaim.journal.events import load
from essaim.journal.models import Entry
from essaim.notifications.api import Gathered
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member
from essaim.privacy.api import Leaver, Traces
from essaim.privacy.holdings import holdings
from essaim.ui.anchors import Anchor

from .factories import make_post, make_thread

pytestmark = pytest.mark.django_db
Notification: Any = apps.get_model("notifications", "Notification")
gather = import_module("essaim.notifications.actions.mail").gather


def work() -> None:
    """What the worker does with every entry; twice, since a consumer may be called again."""
    for _ in range(2):
        for entry in Entry.objects.order_by("id"):
            event = load(entry.type, entry.actor_id, entry.subject_id, entry.payload)
            for consumer in for_type(entry.type):
                if consumer.name.startswith("conversations."):
                    consumer.handle(entry.pk, event)


def heard(member: Member) -> list[str]:
    return list(Notification.objects.filter(recipient=member).order_by("id").values_list("kind", flat=True))


@pytest.fixture
def people() -> dict[str, Member]:
    return {
        "asker": make_member(),
        "ines": make_member(first_name="Inès", last_name="Robin"),
        "paul": make_member(first_name="Paul", last_name="Nid"),
    }


def test_the_asker_hears_of_answers(people: dict[str, Member]) -> None:
    thread = make_thread(people["asker"], title="Et alors ?")
    post = make_post(people["ines"], thread, "Voici **pourquoi**.")
    make_post(people["asker"], thread)
    work()
    assert heard(people["asker"]) == ["conversations.reply"]
    assert heard(people["ines"]) == []
    notification = Notification.objects.get()
    assert notification.title.replace("\u202f", " ") == "Inès Robin vous répond dans « Et alors ? »"
    assert notification.url == f"/conversations/posts/{post.pk}/"
    assert "pourquoi" in notification.excerpt and "<" not in notification.excerpt


def test_one_notification_for_who_is_answered_and_named(people: dict[str, Member]) -> None:
    thread = make_thread(people["asker"])
    first = make_post(people["ines"], thread)
    make_post(people["paul"], thread, "@ines.robin tout à fait", parent_id=first.pk)
    work()
    assert heard(people["ines"]) == ["conversations.reply"]
    assert heard(people["asker"]) == ["conversations.reply"]
    told = Notification.objects.get(recipient=people["asker"])
    assert told.title.startswith("Paul Nid et 1 autre personne vous répondent"), "several of one thread are one"
    assert told.mail_id is None and told.mail_state == "waiting"


def test_who_is_named_hears_of_it_wherever_it_is(people: dict[str, Member]) -> None:
    thread = make_thread(people["asker"], source="@ines.robin, une idée ?")
    post = make_post(people["paul"], thread, "Demandons.")
    edit_post(actor=people["paul"], post_id=post.pk, source="Demandons à @ines.robin.", language="fr")
    edit_post(actor=people["paul"], post_id=post.pk, source="Demandons donc à @ines.robin.", language="fr")
    work()
    assert heard(people["ines"]) == ["conversations.mention"]
    assert "Paul Nid et 1 autre personne vous nomment" in Notification.objects.get(recipient=people["ines"]).title


def test_who_named_themselves_hears_nothing(people: dict[str, Member]) -> None:
    make_thread(people["ines"], source="Moi, @ines.robin.")
    work()
    assert not Notification.objects.exists()


def test_whose_answer_is_accepted_hears_of_it(people: dict[str, Member]) -> None:
    thread = make_thread(people["asker"])
    accept_answer(actor=people["asker"], post_id=make_post(people["ines"], thread).pk)
    own = make_thread(people["ines"])
    accept_answer(actor=people["ines"], post_id=make_post(people["ines"], own).pk)
    work()
    assert heard(people["ines"]) == ["conversations.accepted"]


def test_an_answer_that_is_kept_is_nobody_s_reply_and_what_is_private_has_no_title(people: dict[str, Member]) -> None:
    asker, ines = people["asker"], people["ines"]
    thread = make_thread(asker, title="Mon salaire ?")
    first, second = (make_post(ines, thread, text) for text in ("Une idée.", "Mieux."))
    kept = "conversations.solved"
    several = Gathered(name="Aurélie", others=0, events=2)
    assert "est retenue" in telling._gathered(kept, first, several)
    second.thread.restricted_to = [-asker.pk, -ines.pk]
    for kind in ("conversations.reply", "conversations.mention"):
        assert "salaire" not in telling._gathered(kind, second, several)
    assert "salaire" in telling._gathered("conversations.reaction", second, several)


def test_who_is_erased_is_not_read_on_in_what_others_were_told_of_their_answer(people: dict[str, Member]) -> None:
    thread, ines = make_thread(people["asker"]), people["ines"]
    post = make_post(ines, thread, "Un aveu.")
    accept_answer(actor=people["asker"], post_id=post.pk)
    Notification.objects.create(
        recipient=people["paul"], kind="conversations.solved", entry_id=9, actor=people["asker"], title="Une réponse est retenue",
        excerpt="Un aveu.", url=f"/conversations/posts/{post.pk}/", page=f"/conversations/posts/{post.pk}/",
        created_at=post.created_at, delivery="none", mail_state="none",
    )  # fmt: skip
    leaver = Leaver(ines.pk, Traces(ines.pk, ines.first_name, ines.last_name, ()), keeps_texts=False)
    holdings["conversations.posts"].forget(leaver)
    assert not Notification.objects.filter(excerpt__contains="aveu").exists()


def test_writing_under_a_lesson_disturbs_nobody(places: dict[int, Anchor], people: dict[str, Member]) -> None:
    from .test_slot import say

    say(people["ines"])
    say(people["paul"])
    work()
    assert not Notification.objects.exists()


def test_a_post_deleted_meanwhile_is_not_told(people: dict[str, Member]) -> None:
    thread = make_thread(people["asker"])
    delete_post(actor=people["ines"], post_id=make_post(people["ines"], thread).pk)
    work()
    assert not Notification.objects.exists()


def test_what_was_told_says_what_the_post_says_now(people: dict[str, Member]) -> None:
    post = make_post(people["paul"], make_thread(people["asker"]), "@ines.robin, mon mot de passe est azerty.")
    work()
    edit_post(actor=people["paul"], post_id=post.pk, source="@ines.robin, une idée ?", language="fr")
    work()
    told = Notification.objects.get(recipient=people["ines"])
    assert "azerty" not in told.excerpt and "une idée" in told.excerpt


def test_a_deleted_post_is_not_read_on_in_what_was_told_nor_mailed(people: dict[str, Member]) -> None:
    post = make_post(people["paul"], make_thread(people["asker"]), "@ines.robin, mon mot de passe est azerty.")
    work()
    delete_post(actor=people["paul"], post_id=post.pk)
    work()
    for told in Notification.objects.all():
        assert told.excerpt == "Ce message a été supprimé." and told.gone, "nothing new to see, no mail to send"
        assert told.read_at is None, "nobody has read it"
        assert gather(recipient_ids=[told.recipient_id]) == []
    restore_post(actor=people["paul"], post_id=post.pk)
    work()
    assert all("azerty" in told.excerpt and not told.gone and not told.read_at for told in Notification.objects.all())
    assert {told.mail_state for told in Notification.objects.all()} == {"waiting"}, "what comes back is told after all"


def test_of_a_hidden_post_is_said_who_took_it_out_of_sight(people: dict[str, Member]) -> None:
    aurelie = make_member("facilitator")
    post = make_post(people["paul"], make_thread(people["asker"]), "@ines.robin, mon mot de passe est azerty.")
    react(actor=people["ines"], post_id=post.pk, meaning="useful")
    work()
    hide_post(actor=aurelie, post_id=post.pk, reason="Un mot de passe ne s'écrit pas ici.")
    work()
    told = Notification.objects.filter(kind__in=[telling.MENTION, telling.REPLY, telling.REACTION])
    assert {one.kind for one in told} == {telling.MENTION, telling.REPLY, telling.REACTION}
    assert {one.excerpt.replace("’", "'") for one in told} == {"Ce message a été masqué par l'équipe d'animation."}
    show_post(actor=aurelie, post_id=post.pk)
    work()
    assert all("azerty" in one.excerpt for one in told.all())


def test_who_was_named_once_is_not_told_again_by_an_edit(people: dict[str, Member]) -> None:
    thread = make_thread(people["asker"], source="@ines.robin ?")
    opening, post = thread.posts.get(number=1), make_post(people["asker"], thread, "@ines.robin ?")
    work()
    told = Notification.objects.filter(recipient=people["ines"]).values_list("entry_ids", flat=True)
    before = list(told)
    for words in ("Personne.", "@ines.robin et @paul.nid ?"):
        for one in (opening, post):
            edit_post(actor=people["asker"], post_id=one.pk, source=words, language="fr")
            work()
    assert list(told) == before
    assert heard(people["paul"]) == ["conversations.mention"]
    assert set(post.mentions.values_list("member_id", flat=True)) == {people["ines"].pk, people["paul"].pk}


def test_who_may_no_longer_see_the_thread_is_not_told(people: dict[str, Member]) -> None:
    asker: Any = people["asker"]
    audience = make_audience("rh", asker, people["paul"])
    asker.audience_ids = people["paul"].audience_ids = (audience.pk,)
    thread = make_thread(asker, restricted_to=[audience.pk])
    make_post(people["paul"], thread, "Ici @ines.robin.")
    audience.memberships.filter(member=asker).delete()
    work()
    assert not Notification.objects.exists()


def test_each_hears_in_their_language(people: dict[str, Member]) -> None:
    asker = make_member(language="en")
    make_post(people["ines"], make_thread(asker, title="So what"))
    work()
    assert Notification.objects.get().title == "Inès Robin answers you in “So what”"
