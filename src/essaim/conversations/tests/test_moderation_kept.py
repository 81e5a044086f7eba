"""How long acts and reports are kept."""

from datetime import timedelta

import pytest

from essaim.conversations.actions import moderation as acts
from essaim.conversations.actions.reporting import report_post
from essaim.conversations.holdings.kinds import _expire
from essaim.conversations.models import ModerationAct, Report
from essaim.kernel import clock
from essaim.people.tests.factories import make_member

from .factories import make_post, make_thread
from .test_moderation import facilitator

pytestmark = pytest.mark.django_db


def test_a_report_and_its_act_are_kept_six_months_and_what_is_hidden_keeps_its_reason() -> None:
    reporter, aurelie = make_member(), facilitator()
    thread = make_thread(make_member())
    hidden, warned = make_post(make_member(), thread), make_post(make_member(), thread)
    report_post(actor=reporter, post_id=hidden.pk, reason="hurtful")
    acts.hide_post(actor=aurelie, post_id=hidden.pk, reason="Non.")
    acts.warn(actor=aurelie, post_id=warned.pk, reason="Attention.")
    assert _expire(clock.now() - timedelta(days=1)) == 0
    assert _expire(clock.now() + timedelta(days=1)) == 2
    assert not Report.objects.exists()
    assert [act.kind for act in ModerationAct.objects.all()] == ["hide-post"]


def test_a_thread_that_is_still_closed_keeps_who_closed_it_and_why() -> None:
    aurelie, author = facilitator(), make_member()
    closed, opened = make_thread(author), make_thread(author)
    for thread in (closed, opened):
        acts.lock_thread(actor=aurelie, thread_id=thread.pk, reason="Tout est dit.")
    acts.unlock_thread(actor=aurelie, thread_id=opened.pk)
    assert _expire(clock.now() + timedelta(days=1)) == 2
    kept = ModerationAct.objects.get()
    assert (kept.thread, kept.actor, kept.reason) == (closed, aurelie, "Tout est dit.")
    acts.unlock_thread(actor=aurelie, thread_id=closed.pk)
    assert _expire(clock.now() + timedelta(days=1)) == 2
