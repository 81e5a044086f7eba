"""An erasure is asked for by oneself or ordered by an administrator: on its day, by nobody else, and with a second thought."""

import pytest

from essaim.conversations.models import Thread
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member, RoleGrant
from essaim.people.tests.factories import make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import ask_own_erasure, cancel_erasure, carry_out, choose_left, order_erasure
from essaim.privacy.models import Erasure

from .leaver import FIRST, ID, LAST, make_leaver, run_jobs

pytestmark = pytest.mark.django_db(transaction=False)


def test_it_happens_on_its_day_and_one_may_change_ones_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    leaver = make_leaver()
    erasure = ask_own_erasure(actor=leaver, keeps_texts=True)
    assert erasing.due() == []
    # Asked again, only the choice changes: nobody's day moves by pressing twice.
    assert ask_own_erasure(actor=leaver, keeps_texts=False).due_at == erasure.due_at
    cancel_erasure(actor=leaver, erasure_id=erasure.pk)
    assert not Erasure.objects.exists()
    erasure = ask_own_erasure(actor=leaver, keeps_texts=True)
    monkeypatch.setattr(clock, "now", lambda: erasure.due_at)
    from essaim.privacy.tasks import tick

    tick(timestamp=0)
    assert not Member.objects.filter(pk=ID).exists()


def test_somebody_elses_erasure_is_not_theirs_to_stop() -> None:
    erasure = ask_own_erasure(actor=make_leaver(), keeps_texts=True)
    with pytest.raises(Refused):
        cancel_erasure(actor=make_member(), erasure_id=erasure.pk)


def test_the_last_administrator_cannot_leave_an_installation_that_nobody_runs() -> None:
    leaver = make_leaver("administrator")
    with pytest.raises(Refused, match="seule personne"):
        ask_own_erasure(actor=leaver, keeps_texts=True)
    successor = make_member("administrator")
    erasure = ask_own_erasure(actor=leaver, keeps_texts=True)
    RoleGrant.objects.filter(member=successor).delete()
    erasing.erase(erasure_id=erasure.pk)
    assert Member.objects.filter(pk=ID).exists()


def test_an_administrator_sees_what_names_the_person_and_decides(scene: tuple[Member, Member]) -> None:
    _leaver, colleague = scene
    administrator = make_member("administrator")
    with pytest.raises(Refused):
        order_erasure(actor=colleague, member_id=ID, reason="left", keeps_texts=True)
    erasure = order_erasure(actor=administrator, member_id=ID, reason="left", keeps_texts=True)
    with pytest.raises(Refused, match="On cherche encore"):
        carry_out(actor=administrator, erasure_id=erasure.pk, name=f"{FIRST} {LAST}")
    erasing.look(erasure_id=erasure.pk)
    erasure.refresh_from_db()
    titles = [
        found
        for found in erasure.found
        if found["key"].startswith("conversations_thread.title") and "Le départ" in found["title"]
    ]
    assert titles and titles[0]["url"].startswith("/conversations/threads/") and LAST in titles[0]["around"]
    left = [titles[0]["key"], "people_member.email:1"]
    choose_left(actor=administrator, erasure_id=erasure.pk, shown=left, leave=left)
    with pytest.raises(Refused, match="pas le nom"):
        carry_out(actor=administrator, erasure_id=erasure.pk, name="Claire Marchand")
    carry_out(actor=administrator, erasure_id=erasure.pk, name=f" {FIRST.upper()}  {LAST} ")
    run_jobs()
    erasure.refresh_from_db()
    assert Thread.objects.filter(title=f"Le départ de {LAST} {FIRST}").exists()
    # What was left is said, so that nobody believes it gone.
    assert {left["table"] for left in erasure.residue} == {"conversations_thread", "search_document"}
    assert erasure.leave == erasure.found == []
