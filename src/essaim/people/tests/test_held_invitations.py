"""An invitation is nothing urgent: its mail waits for the end of its reader's quiet hours; links that somebody asked for do not."""

import uuid
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.test import Client

from essaim.kernel import clock
from essaim.people.actions.invitations import LIFETIME, invite_audience, revoke_invitation
from essaim.people.actions.mails import drop_waiting_mails
from essaim.people.models import Invitation, Member
from essaim.people.tasks.mails import mail_sign_in_link

from .factories import make_audience, make_member
from .mailbox import deliver

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
PAGE = "/people/invitations/"


class Wall:
    """The clock on the organisation's wall."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch):
        self.set("2026-11-20 18:59")  # a Friday
        monkeypatch.setattr(clock, "now", lambda: self.moment.astimezone(ZoneInfo("UTC")))

    def set(self, wall: str) -> None:
        self.moment = datetime.fromisoformat(wall).replace(tzinfo=PARIS)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch, organisation: Any) -> Wall:
    """The organisation's hours are those of everybody who chose none: 19 to 8, weekends, public holidays."""
    apps.get_model("notifications", "QuietHours").objects.all().delete()
    return Wall(monkeypatch)


def _invite(client: Client, email: str, to: str = "") -> str:
    given = {"email": email, "to": to, "words": "", "key": str(uuid.uuid4())}
    return client.post(PAGE, given, follow=True).content.decode()


def test_at_night_and_over_the_weekend_it_waits_and_leaves_once(wall: Wall, client: Client, claire: Member) -> None:
    assert "part à early@brindel.example, en votre nom" in _invite(client, "early@brindel.example")
    assert [mail.to for mail in deliver()] == [["early@brindel.example"]]
    wall.set("2026-11-20 19:01")
    page = _invite(client, "nadia@brindel.example")
    assert "part à nadia@brindel.example le 23 novembre à 8\xa0h" in page, "it is said when it leaves"
    assert "part le 23 novembre 2026, 8\xa0h" in page and page.count("envoyée") == 1
    held = Invitation.objects.get(email="nadia@brindel.example")
    assert "part le 23 novembre 2026, 8\xa0h" in client.get(f"{PAGE}{held.pk}/").content.decode()
    assert not deliver()
    wall.set("2026-11-21 11:00")
    assert not deliver(), "a Saturday"
    wall.set("2026-11-23 08:00")
    assert [mail.to for mail in deliver()] == [["nadia@brindel.example"]]
    assert not deliver(), "once"
    held.refresh_from_db()
    assert held.expires_at == clock.now() + LIFETIME, "its fourteen days begin when it leaves"
    assert "part le" not in client.get(PAGE).content.decode()


def test_who_has_an_account_lives_by_their_own_hours(wall: Wall, client: Client, claire: Member) -> None:
    owl, lark = (make_member(last_login=clock.now(), first_name=name) for name in ("Hulotte", "Alouette"))
    schedule = apps.get_model("notifications", "Schedule")
    for member, (start, end) in ((owl, ("02:00", "10:00")), (lark, ("17:00", "05:00"))):
        schedule.objects.create(member=member, own=True, quiet_from=start, quiet_until=end, quiet_weekends=False)
    wall.set("2026-11-20 21:00")
    assert "la page lui part par e-mail" in _invite(client, owl.email or "", "/learning/sequences/")
    assert "la page lui part le 21 novembre à 5\xa0h" in _invite(client, lark.email or "", "/learning/sequences/")
    assert [mail.to for mail in deliver()] == [[owl.email]]
    wall.set("2026-11-21 05:00")
    assert [mail.to for mail in deliver()] == [[lark.email]]


def test_an_audience_is_held_one_by_one_and_who_is_taken_back_gets_nothing(wall: Wall) -> None:
    aurelie, island, here = make_member("facilitator"), make_member(), make_member()
    schedule = apps.get_model("notifications", "Schedule")
    schedule.objects.create(member=island, own=True, quiet_from="08:00", quiet_until="08:00", quiet_weekends=False)
    wall.set("2026-11-24 22:00")
    assert invite_audience(actor=aurelie, audience=make_audience("equipe", island, here)) == 2
    assert [mail.to for mail in deliver()] == [[island.email]]
    revoke_invitation(actor=aurelie, invitation=Invitation.objects.get(member=here))
    wall.set("2026-11-25 08:00")
    assert not deliver()


def test_a_restored_copy_sends_none_of_those_that_wait(wall: Wall, client: Client, claire: Member) -> None:
    wall.set("2026-11-20 19:01")
    _invite(client, "nadia@brindel.example")
    assert not deliver()
    assert drop_waiting_mails() == 1
    wall.set("2026-11-23 08:00")
    assert not deliver()


def test_a_link_that_somebody_asked_for_comes_at_any_hour(wall: Wall) -> None:
    member = make_member()
    wall.set("2026-11-22 03:00")
    mail_sign_in_link.defer(email=member.email or "", target="", for_password=False, key="k")
    assert [mail.to for mail in deliver()] == [[member.email]]
    wall.moment += timedelta(days=1)
    assert not deliver()
