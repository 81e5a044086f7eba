"""Passwords, sessions, and where one lands."""

import pytest
from django.test import Client, override_settings

from essaim.people.models import Member, Session

from .factories import make_member

pytestmark = pytest.mark.django_db

SIGN_IN = "/people/account/sign-in/"
PASSWORD = "des abeilles au jardin"


def _sign_in(client: Client, email: str | None, password: str, **more: str):
    return client.post(SIGN_IN, {"email": email, "password": password, **more})


def test_a_password_opens_the_page_one_came_for(client: Client) -> None:
    member = make_member(password=PASSWORD)
    response = _sign_in(client, member.email.upper(), PASSWORD, next="/people/members/?name=a")
    assert response.status_code == 302
    assert response["Location"] == "/people/members/?name=a"
    assert client.get("/people/preferences/").status_code == 200


def test_a_wrong_password_and_an_unknown_address_read_the_same(client: Client) -> None:
    member = make_member(password=PASSWORD)
    wrong = _sign_in(client, member.email, "autre chose")
    unknown = _sign_in(client, "personne@brindel.example", "autre chose")
    assert wrong.status_code == unknown.status_code == 422
    for response, email in ((wrong, member.email), (unknown, "personne@brindel.example")):
        text = response.content.decode()
        assert "Adresse ou mot de passe inexact" in text
        assert f'value="{email}"' in text, "what was typed is kept"
        assert "autre chose" not in text


def test_a_closed_account_is_told_so_only_with_its_password(client: Client) -> None:
    member = make_member(password=PASSWORD, is_active=False)
    assert "Adresse ou mot de passe inexact" in _sign_in(client, member.email, "autre chose").content.decode()
    response = client.post(SIGN_IN, {"email": member.email, "password": PASSWORD}, follow=True)
    assert "Ce compte est fermé" in response.content.decode()
    assert not Session.objects.filter(member=member).exists()


def test_the_sixth_guess_at_an_account_waits_in_every_process_and_every_browser(client: Client) -> None:
    member = make_member(password=PASSWORD)
    for _ in range(5):
        assert "inexact" in _sign_in(Client(), member.email, "x" * 14).content.decode()
    refused = _sign_in(Client(REMOTE_ADDR="10.1.2.3"), member.email, PASSWORD)
    assert refused.status_code == 422
    assert "Trop d’essais" in refused.content.decode()
    other = make_member(password=PASSWORD)
    assert _sign_in(client, other.email, PASSWORD).status_code == 302


def test_an_account_has_one_counter_whatever_it_is_called_by_and_whatever_the_host(client: Client) -> None:
    member = make_member(password=PASSWORD, employee_number="B0114")
    names = [member.email, "B0114", f" {member.email.upper()} ", member.email, "B0114"]
    for n, name in enumerate(names):
        assert "inexact" in _sign_in(Client(headers={"Host": f"LOCALHOST:{8000 + n}"}), name, "x" * 14).content.decode()
    for name in names[:2]:
        assert "Trop d’essais" in _sign_in(Client(headers={"Host": "localhost"}), name, PASSWORD).content.decode()


@override_settings(ACCOUNT_RATE_LIMITS={"company": "3/m/ip", "passkey": "3/m/ip"})
@pytest.mark.parametrize("path", ["company/", "company/back/", "passkeys/challenge/"])
def test_what_only_reads_is_counted_too(client: Client, path: str) -> None:
    answers = [client.get(f"/people/account/{path}").status_code for _n in range(4)]
    assert 429 not in answers[:3] and answers[3] == 429


@override_settings(ACCOUNT_RATE_LIMITS={"login": "3/m/ip"})
def test_a_flood_from_one_address_gets_a_page_that_says_to_wait(client: Client) -> None:
    for n in range(3):
        _sign_in(client, f"personne{n}@brindel.example", "x" * 14)
    response = _sign_in(client, "personne@brindel.example", "x" * 14)
    assert response.status_code == 429
    assert "Trop de demandes" in response.content.decode()


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
        "http:///evil.example", "/%0d\nSet-Cookie: a=b", "\t//evil.example", " //evil.example", "http://testserver/people/members/",
    ],
)  # fmt: skip
def test_no_address_of_elsewhere_is_a_target(client: Client, target: str) -> None:
    member = make_member(password=PASSWORD)
    assert _sign_in(client, member.email, PASSWORD, next=target)["Location"] == "/"
    assert client.get(SIGN_IN, {"next": target})["Location"] == "/", "nor for who is signed in already"
    anonymous = Client()
    assert anonymous.post("/people/languages/", {"language": "en", "next": target})["Location"] == "/"
    assert 'name="next" value=""' in anonymous.get(SIGN_IN, {"next": target}).content.decode()


def test_signing_in_makes_a_new_session_and_signing_out_ends_its_row(client: Client) -> None:
    member = make_member(password=PASSWORD)
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    _sign_in(client, member.email, PASSWORD)
    key = client.cookies["sessionid"].value
    assert key != planted.session_key
    assert not Session.objects.filter(session_key=planted.session_key).exists()
    assert Session.objects.get(session_key=key).member_id == member.pk

    assert client.get("/people/account/sign-out/").status_code == 200
    assert Session.objects.filter(session_key=key).exists(), "looking at the page signs nobody out"
    assert client.post("/people/account/sign-out/")["Location"] == SIGN_IN
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["sessionid"] = key
    assert client.get("/people/preferences/").status_code == 302, "the old cookie is worth nothing"


def test_entering_as_somebody_else_leaves_nothing_of_the_first(client: Client) -> None:
    first, second = make_member(password=PASSWORD), make_member(password=PASSWORD)
    client.force_login(first)
    key = client.cookies["sessionid"].value
    client.post("/people/account/sign-out/")
    _sign_in(client, second.email, PASSWORD)
    assert not Session.objects.filter(session_key=key).exists()
    assert list(Session.objects.order_by("pk").values_list("member_id", flat=True)) == [second.pk]


def test_a_new_password_signs_the_other_browsers_out(client: Client) -> None:
    member = make_member(password=PASSWORD)
    here, there = Client(), Client()
    for browser in (here, there):
        _sign_in(browser, member.email, PASSWORD)
    wrong = here.post("/people/account/password/", {"current": "non", "password": "une ruche sous le tilleul"})
    assert wrong.status_code == 422
    assert "pas votre mot de passe actuel" in wrong.content.decode()
    short = here.post("/people/account/password/", {"current": PASSWORD, "password": "court"})
    assert short.status_code == 422
    done = here.post("/people/account/password/", {"current": PASSWORD, "password": "une ruche sous le tilleul"})
    assert done["Location"] == "/people/account/security/"
    assert here.get("/people/preferences/").status_code == 200
    assert there.get("/people/preferences/").status_code == 302
    assert _sign_in(there, member.email, "une ruche sous le tilleul").status_code == 302


def test_who_is_signed_in_does_not_see_the_sign_in_page(client: Client) -> None:
    client.force_login(make_member())
    assert client.get(SIGN_IN)["Location"] == "/"


def test_the_demo_people_exist_only_in_the_demo(client: Client) -> None:
    claire = make_member(email="claire.marchand@brindel.example", first_name="Claire", last_name="Marchand")
    other = make_member()
    assert "Claire Marchand" not in client.get(SIGN_IN).content.decode()
    assert client.post("/people/demo/", {"email": claire.email}).status_code == 404
    with override_settings(DEMO=True):
        assert "Claire Marchand" in client.get(SIGN_IN).content.decode()
        assert client.post("/people/demo/", {"email": other.email})["Location"] == SIGN_IN, "only those of the list"
        response = client.post("/people/demo/", {"email": claire.email, "next": "/people/members/"})
        assert response["Location"] == "/people/members/"
    assert client.get("/people/preferences/").status_code == 200


def test_a_visitor_chooses_the_language_and_a_member_keeps_theirs(client: Client) -> None:
    assert "Se connecter" in client.get(SIGN_IN).content.decode()
    response = client.post("/people/languages/", {"language": "en", "next": SIGN_IN}, follow=True)
    assert "Sign in" in response.content.decode()
    assert client.post("/people/languages/", {"language": "de"}).status_code == 404
    member = make_member(password=PASSWORD, language="fr")
    _sign_in(client, member.email, PASSWORD)
    assert "Préférences" in client.get("/people/preferences/").content.decode()


def test_the_sign_in_page_is_two_queries(client: Client, django_assert_num_queries) -> None:
    client.get(SIGN_IN)
    # The organisation, and what is open.
    with django_assert_num_queries(2):
        client.get(SIGN_IN)


def test_signing_in_costs_few_queries(client: Client, django_assert_max_num_queries) -> None:
    member = make_member(password=PASSWORD)
    Member.objects.filter(pk=member.pk).update(last_login="2026-01-01T00:00Z")
    # Twenty of them count the attempt, in the database, under its lock.
    with django_assert_max_num_queries(75):
        assert _sign_in(client, member.email, PASSWORD).status_code == 302


@pytest.mark.parametrize("email", ["", "pas-une-adresse", "a" * 300 + "@x.fr", "x\x00@y.fr"])
def test_what_is_not_an_address_is_said_and_kept(client: Client, email: str) -> None:
    response = client.post(SIGN_IN, {"email": email, "password": "x"})
    assert response.status_code == 422
