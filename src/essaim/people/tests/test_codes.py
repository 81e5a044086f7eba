"""Who has no e-mail address comes in with a code on paper, and then with employee number and password."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import new_code
from essaim.people.actions.codes import give_code, use_code, why_no_code
from essaim.people.models import Act, AuditEntry, Member, SignInLink, SignInSettings

from .factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

CODES = "/people/codes/"
PASSWORD = "une ruche sous le tilleul"


@pytest.fixture
def facilitator() -> Member:
    return make_member("facilitator", first_name="Aurélie", last_name="Vasseur")


@pytest.fixture
def nadia() -> Member:
    return make_member(email=None, employee_number="B0114", first_name="Nadia", last_name="Roux")


def test_the_whole_way_from_paper_to_a_password(facilitator: Member, nadia: Member) -> None:
    desk, workshop = Client(), Client()
    desk.force_login(facilitator)
    assert "Donner un code" in desk.get(f"/people/members/{nadia.pk}/").content.decode()
    paper = desk.post(f"/people/codes/{nadia.pk}/").content.decode()
    code = re.search(r"[A-Z2-9]{5}-[A-Z2-9]{5}", paper)[0]
    assert "B0114" in paper and "/people/codes/" in paper
    assert code not in desk.get(f"/people/members/{nadia.pk}/").content.decode()

    entered = workshop.post(CODES, {"employee_number": " B0114 ", "code": code.replace("-", " ").lower()})
    assert entered["Location"] == "/people/account/password/"
    page = workshop.get("/people/account/password/").content.decode()
    assert "avec votre matricule" in page and 'name="current"' not in page
    assert workshop.post("/people/account/password/", {"password": PASSWORD}).status_code == 302

    again = Client().post("/people/account/sign-in/", {"email": "B0114", "password": PASSWORD})
    assert again.status_code == 302
    used = Client().post(CODES, {"employee_number": "B0114", "code": code})
    assert used.status_code == 422 and "a déjà servi" in used.content.decode()
    entry = AuditEntry.objects.get(act=Act.CODE_GIVEN)
    assert (entry.actor_name, entry.subject_name) == ("Aurélie Vasseur", "Nadia Roux")


def test_a_code_is_for_those_who_have_no_other_way_and_opens_nobodys_rights(facilitator: Member, nadia: Member) -> None:
    addressed, champion = make_member(), make_member("champion", email=None, employee_number="B0200")
    closed = make_member(email=None, employee_number="B0300", is_active=False)
    refused = {member: why_no_code(facilitator, member).code for member in (addressed, champion, closed)}
    assert refused == {addressed: "has-address", champion: "has-role", closed: "account-closed"}
    assert why_no_code(nadia, champion).code == "not-facilitator"
    assert why_no_code(make_member("administrator"), champion) is None
    desk = Client()
    desk.force_login(facilitator)
    assert "Donner un code" not in desk.get(f"/people/members/{champion.pk}/").content.decode()
    assert desk.post(f"/people/codes/{champion.pk}/")["Location"] == f"/people/members/{champion.pk}/"
    desk.force_login(nadia)
    assert desk.post(f"/people/codes/{nadia.pk}/").status_code == 403
    assert not SignInLink.objects.exists()


def test_a_new_code_ends_the_former_and_all_end_after_a_week(facilitator: Member, nadia: Member) -> None:
    former, code = give_code(actor=facilitator, member=nadia), give_code(actor=facilitator, member=nadia)
    SignInLink.objects.update(expires_at=clock.now() + timedelta(minutes=1))
    with pytest.raises(Refused):
        use_code(employee_number="B0114", code=former)
    SignInLink.objects.update(expires_at=clock.now())
    with pytest.raises(Refused):
        use_code(employee_number="B0114", code=code)


def test_guessing_is_slowed_and_tells_nothing(facilitator: Member, nadia: Member) -> None:
    code = give_code(actor=facilitator, member=nadia)
    said = {
        re.search(r'role="alert"[^>]*>(.*?)</div>', Client().post(CODES, form).content.decode(), re.S)[1]
        for form in ({"employee_number": "B0114", "code": new_code()}, {"employee_number": "B9999", "code": code})
    }
    assert len(said) == 1
    for _ in range(4):
        Client().post(CODES, {"employee_number": "B0114", "code": new_code()})
    assert Client(REMOTE_ADDR="10.1.2.3").post(CODES, {"employee_number": "B0114", "code": code}).status_code == 429


def test_where_passwords_are_closed_so_are_codes(facilitator: Member, nadia: Member) -> None:
    code = give_code(actor=facilitator, member=nadia)
    SignInSettings.objects.update_or_create(pk=1, defaults={"passwords": False})
    assert why_no_code(facilitator, nadia).code == "no-passwords"
    refused = Client().post(CODES, {"employee_number": "B0114", "code": code})
    assert refused.status_code == 422 and "compte de l’organisation" in refused.content.decode()


def test_a_code_is_no_address_of_a_link(facilitator: Member, nadia: Member) -> None:
    code = give_code(actor=facilitator, member=nadia)
    for secret in (code, f"{nadia.pk}:{code}", f"{nadia.pk}:{code.replace('-', '')}"):
        assert Client().post(f"/people/account/links/{secret}/").status_code == 404
