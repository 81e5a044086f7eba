"""A link for several colleagues: each confirms an address of the organisation before there is an account."""

import uuid
from typing import Any
from urllib.parse import quote

import pytest
from django.core import signing
from django.test import Client

from essaim.kernel import clock
from essaim.people.actions import arrival
from essaim.people.models import Invitation, InvitationAcceptance, Member, SignInLink, SignInSettings

from .factories import make_member
from .mailbox import deliver, link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

PAGE = "/people/invitations/"
LESSON = "/learning/sequences/repondre-en-public/"


@pytest.fixture
def claire(client: Client) -> Member:
    member = make_member(first_name="Claire", last_name="Marchand", email="claire@brindel.example")
    client.force_login(member)
    return member


@pytest.fixture
def path(client: Client, claire: Member) -> str:
    """The path of a link for two people, as Claire sees it on its page."""
    made = client.post(f"{PAGE}links/", {"to": LESSON, "key": str(uuid.uuid4()), "uses": 2, "days": "14"})
    page = client.get(made["Location"]).content.decode()
    return "/people/invitations/accept/" + page.split("/people/invitations/accept/")[1].split("<")[0].strip()


def _arrive(path: str, email: str, browser: Client | None = None, **data: Any) -> Any:
    form = {"first_name": "Nadia", "last_name": "Benali", "email": email, "key": str(uuid.uuid4())}
    return (browser or Client()).post(path, form | data)


def test_a_colleague_confirms_their_address_and_lands_on_the_page(client: Client, claire: Member, path: str) -> None:
    nadia = Client()
    assert "Claire Marchand vous invite" in nadia.get(path).content.decode()
    sent = _arrive(path, "nadia@brindel.example", nadia)
    assert sent["Location"] == f"{PAGE}arrival/"
    assert not Member.objects.filter(email="nadia@brindel.example").exists(), "not before the address is confirmed"
    (mail,) = deliver()
    assert mail.to == ["nadia@brindel.example"]
    assert "Nadia" not in mail.body, "what a stranger typed is not in the mail"
    confirm = link_in(mail)
    assert "nadia@brindel.example" in nadia.get(confirm).content.decode()
    assert not Member.objects.filter(email="nadia@brindel.example").exists(), "nor by opening it"
    assert nadia.post(confirm)["Location"] == LESSON
    member = Member.objects.get(email="nadia@brindel.example")
    assert InvitationAcceptance.objects.get().member_id == member.pk
    assert nadia.get("/people/preferences/").status_code == 200
    page = client.get(PAGE).content.decode()
    assert "encore 1 place" in page
    assert "Nadia Benali" in client.get(f"{PAGE}{Invitation.objects.get().pk}/").content.decode()
    assert Client().post(confirm).status_code == 410, "it served"


def test_the_places_are_counted_when_somebody_comes(client: Client, path: str) -> None:
    for n in range(3):
        _arrive(path, f"m{n}@brindel.example")
    answers = [Client().post(link_in(mail)).status_code for mail in deliver()]
    assert answers == [302, 302, 410]
    assert Invitation.objects.get().uses == 2
    assert "a déjà servi" in Client().get(path).content.decode()


def test_only_addresses_of_the_organisation_come_in(path: str) -> None:
    response = _arrive(path, "nadia@ailleurs.example")
    assert response.status_code == 422
    page = response.content.decode()
    assert "@brindel.example" in page
    assert 'value="nadia@ailleurs.example"' in page
    assert 'value="Nadia"' in page
    assert not deliver()


@pytest.mark.parametrize(
    "data", [{"first_name": ""}, {"last_name": "x" * 300}, {"first_name": "\x00"}, {"email": ""}, {"key": "x"}]
)
def test_what_is_missing_or_too_long_is_said_and_nothing_is_lost(path: str, data: dict[str, str]) -> None:
    response = _arrive(path, **{"email": "nadia@brindel.example"} | data)
    assert response.status_code == 422
    assert not deliver()


def test_who_has_an_account_gets_a_sign_in_link_and_the_answer_tells_nothing(path: str) -> None:
    thomas = make_member(email="thomas@brindel.example", last_login=clock.now())
    known, unknown = _arrive(path, thomas.email or ""), _arrive(path, "personne@brindel.example")
    assert known["Location"] == unknown["Location"]
    first, _second = deliver()
    browser = Client()
    assert browser.post(link_in(first))["Location"] == LESSON
    assert Member.objects.get(pk=thomas.pk).first_name == "Camille", "the name typed changes nobody"
    assert not InvitationAcceptance.objects.exists()


def test_where_links_are_closed_who_has_an_account_is_led_to_the_page_where_one_signs_in(path: str) -> None:
    make_member(email="thomas@brindel.example", last_login=clock.now())
    SignInSettings(pk=1, links=False).save()
    _arrive(path, "thomas@brindel.example")
    [mail] = deliver()
    assert link_in(mail) == f"/people/account/sign-in/?next={quote(LESSON, safe='')}"
    assert not SignInLink.objects.exists()


def test_who_is_in_the_directory_comes_in_as_themselves(path: str) -> None:
    thomas = make_member(email="thomas@brindel.example", employee_number="B1")
    _arrive(path, "thomas@brindel.example")
    Client().post(link_in(deliver()[0]))
    assert InvitationAcceptance.objects.get().member_id == thomas.pk
    assert Member.objects.count() == 2


def test_a_closed_account_stays_closed(path: str) -> None:
    make_member(email="parti@brindel.example", is_active=False)
    _arrive(path, "parti@brindel.example")
    assert not deliver()


def test_a_forged_or_old_confirmation_makes_no_account(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    invitation = Invitation.objects.get()
    foreign = signing.dumps([invitation.pk, "x@brindel.example", "A", "B"], salt="something else")
    _arrive(path, "nadia@brindel.example")
    confirm = link_in(deliver()[0])
    for forged in (f"{PAGE}arrival/{foreign}/", f"{PAGE}arrival/x/", confirm.replace("nadia", "autre")[:-9] + "/"):
        assert Client().post(forged).status_code == 404
    monkeypatch.setattr(signing.time, "time", lambda: clock.now().timestamp() + 25 * 3600)
    late = Client().post(confirm)
    assert late.status_code == 410
    assert "une journée" in late.content.decode()
    assert Member.objects.count() == 1


def test_a_link_taken_back_lets_nobody_in_who_had_not_confirmed(client: Client, path: str) -> None:
    _arrive(path, "nadia@brindel.example")
    (mail,) = deliver()
    client.post(f"{PAGE}{Invitation.objects.get().pk}/revoke/")
    assert Client().post(link_in(mail)).status_code == 410
    assert _arrive(path, "autre@brindel.example").status_code == 410
    assert Member.objects.count() == 1


def test_a_link_is_not_a_way_to_flood_a_mailbox(path: str) -> None:
    answers = [_arrive(path, "nadia@brindel.example").status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]
    assert len(deliver()) == 3


def test_a_member_who_follows_a_link_goes_to_its_page(client: Client, path: str) -> None:
    assert client.get(path)["Location"] == LESSON
    assert Invitation.objects.get().uses == 0


@pytest.mark.parametrize("data", [{"uses": 0}, {"uses": 101}, {"uses": "beaucoup"}, {"days": "365"}, {"days": "-1"}])
def test_a_link_has_bounds(client: Client, claire: Member, data: dict[str, Any]) -> None:
    form = {"to": "", "key": str(uuid.uuid4()), "uses": 2, "days": "14"} | data
    assert client.post(f"{PAGE}links/", form).status_code == 422
    assert not Invitation.objects.exists()


def test_two_confirmations_of_one_address_make_one_account(path: str) -> None:
    for _ in range(2):
        _arrive(path, "nadia@brindel.example")
    first, second = (link_in(mail) for mail in deliver())
    assert Client().post(first).status_code == 302
    assert Client().post(second).status_code == 410
    assert Member.objects.filter(email="nadia@brindel.example").count() == 1


def test_the_secret_is_made_again_and_not_stored(path: str) -> None:
    invitation = Invitation.objects.get()
    assert path.endswith(f"/{invitation.secret}/")
    assert arrival.open_invitation(invitation.secret) == invitation
    assert invitation.secret not in str(Invitation.objects.values().get())
