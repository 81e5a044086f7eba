"""What moderation tells is told once: ten reports of a message, several acts in a thread."""

import pytest

from essaim.conversations.actions import moderation as acts
from essaim.conversations.actions.reporting import report_post
from essaim.notifications.models import Notification
from essaim.people.models import Member
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_moderation import facilitator, tell_all

pytestmark = pytest.mark.django_db


def titles(member: Member) -> list[str]:
    found = Notification.objects.filter(recipient=member).order_by("pk").values_list("title", flat=True)
    return [title.replace("\u202f", "").replace("\u00a0", "") for title in found]


def test_ten_reports_of_a_message_are_one_notification_for_each_facilitator() -> None:
    facilitators = [facilitator(), facilitator()]
    thread = make_thread(make_member(), title="Tiroirs ?")
    post, other = make_post(make_member(), thread, "Nuls."), make_post(make_member(), thread, "Bien.")
    for _n in range(10):
        report_post(actor=make_member(), post_id=post.pk, reason="hurtful")
    report_post(actor=make_member(), post_id=other.pk, reason="off-topic")
    tell_all()
    for one in facilitators:
        many, single = titles(one)
        assert "signalé 10 fois dans" in many and "fois" not in single


def test_all_acts_in_a_thread_are_one_notification() -> None:
    author, aurelie = make_member(), facilitator()
    thread = make_thread(make_member(), title="Tiroirs ?")
    posts = [make_post(author, thread, "Nuls.") for _n in range(3)]
    for post in posts:
        acts.hide_post(actor=aurelie, post_id=post.pk, reason="On se parle autrement ici.")
    acts.show_post(actor=aurelie, post_id=posts[0].pk)
    for _n in range(2):
        acts.warn(actor=aurelie, post_id=posts[0].pk, reason="Un mot.")
    tell_all()
    (first, *words) = titles(author)
    assert first == "L’équipe d’animation a agi 4 fois dans «Tiroirs?», la dernière: Message rétabli", first
    assert len(words) == 2, "words are for reading one by one"
