"""Inviting a colleague by address or by a link, and an audience as a whole."""

import uuid
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.organisation.models import Organisation
from essaim.people.actions.invitations import A_DAY, invite_by_address, make_invitation_link
from essaim.people.models import Invitation, InvitationAcceptance, Member
from essaim.people.tasks.mails import mail_invitation

from .factories import make_audience, make_member
from .mailbox import deliver, link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

PAGE = "/people/invitations/"
LESSON = "/learning/lessons/repondre-en-public/ecouter-avant-d-ecrire/"


def _invite(client: Client, email: str, to: str = "", key: uuid.UUID | None = None, words: str = "") -> Any:
    return client.post(PAGE, {"email": email, "to": to, "words": words, "key": str(key or uuid.uuid4())})


def _link(client: Client, **data: Any) -> Any:
    return client.post(f"{PAGE}links/", {"to": "", "key": str(uuid.uuid4()), "uses": 2, "days": "14"} | data)


def test_a_colleague_comes_to_the_very_page_and_it_is_known_who_invited_whom(client: Client, claire: Member) -> None:
    assert f'value="{LESSON}"' in client.get(PAGE, {"to": LESSON}).content.decode()
    assert _invite(client, "Nadia@Brindel.example", LESSON)["Location"] == f"{PAGE}?to={quote(LESSON, safe='')}", (
        "the next one comes to the same page"
    )
    (mail,) = deliver()
    assert mail.to == ["nadia@brindel.example"]
    assert mail.subject == "Claire Marchand vous invite"
    assert mail.from_email.startswith('"Claire Marchand (Maison Brindel)" <')
    assert mail.reply_to == ["claire@brindel.example"]

    nadia = Client()
    path = link_in(mail)
    landing = nadia.get(path).content.decode()
    assert "Claire Marchand vous invite" in landing
    assert LESSON not in landing, "a page whose title not everybody may know is not named"
    assert not Member.objects.filter(email="nadia@brindel.example").exists(), "opening the page makes no account"
    response = nadia.post(path, {"first_name": "Nadia", "last_name": "Benali"})
    assert response["Location"] == LESSON

    member = Member.objects.get(email="nadia@brindel.example")
    acceptance = InvitationAcceptance.objects.select_related("invitation").get(member=member)
    assert acceptance.invitation.inviter_id == claire.pk
    assert (member.name, member.role_names, member.onboarded_at) == ("Nadia Benali", frozenset(), None)
    types = list(Entry.objects.order_by("pk").values_list("type", "actor_id"))
    assert types == [
        ("people.invitation-sent", claire.pk),
        ("people.member-arrived", member.pk),
        ("people.invitation-accepted", member.pk),
    ]
    assert "acceptée" in client.get(PAGE).content.decode()
    assert nadia.get("/")["Location"] == "/people/first-steps/"


def test_a_new_member_is_in_their_audiences_at_once(client: Client, claire: Member) -> None:
    everybody = make_audience("tous", rule={"all": []})
    _invite(client, "nadia@brindel.example")
    Client().post(link_in(deliver()[0]), {"first_name": "Nadia", "last_name": "Benali"})
    assert everybody.memberships.filter(member__email="nadia@brindel.example").exists()


def test_an_invitation_serves_once(client: Client, claire: Member) -> None:
    _invite(client, "nadia@brindel.example")
    path = link_in(deliver()[0])
    Client().post(path, {"first_name": "Nadia", "last_name": "Benali"})
    for response in (Client().get(path), Client().post(path, {"first_name": "Autre", "last_name": "Personne"})):
        assert response.status_code == 410
        page = response.content.decode()
        assert "a déjà servi" in page
        assert "Si c’est vous qui êtes entré" in page and page.index("sign-in/") < page.index("Sinon, demandez")
    assert Member.objects.count() == 2


def test_expired_revoked_and_forged_invitations_say_so(client: Client, claire: Member) -> None:
    for email in ("a@brindel.example", "b@brindel.example"):
        _invite(client, email)
    expired, revoked = (link_in(mail) for mail in deliver())
    Invitation.objects.filter(email="a@brindel.example").update(expires_at=clock.now())
    own = Invitation.objects.get(email="b@brindel.example")
    assert client.post(f"{PAGE}{own.pk}/revoke/")["Location"] == PAGE
    forged = f"{PAGE}accept/{'0' * 64}/"
    for path, status, words in (
        (expired, 410, "a expiré"), (revoked, 410, "a été reprise"), (forged, 404, "n’est pas entier"),
    ):  # fmt: skip
        for response in (Client().get(path), Client().post(path, {"first_name": "A", "last_name": "B"})):
            assert response.status_code == status
            assert words in response.content.decode()
    assert Member.objects.count() == 1


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("ami@ailleurs.example", "@brindel.example"),
        ("ami@sub.brindel.example", "@brindel.example"),
        ("ami@evilbrindel.example", "@brindel.example"),
        ("claire@brindel.example", "votre propre adresse"),
        ("pas une adresse", "pas entière"),
        ("", "Donnez l’adresse"),
    ],
)
def test_other_addresses_are_refused_with_the_reason_and_kept_in_the_form(
    client: Client, claire: Member, email: str, words: str
) -> None:
    response = _invite(client, email, LESSON)
    assert response.status_code == 422
    page = response.content.decode()
    assert words in page
    assert f'value="{LESSON}"' in page
    assert not Invitation.objects.exists()
    assert not deliver()


def test_without_open_domains_nobody_is_invited(client: Client, claire: Member) -> None:
    Organisation.objects.update(email_domains=[])
    assert "pas ouvertes encore" in _invite(client, "a@brindel.example").content.decode()
    assert "pas ouvertes encore" in _link(client).content.decode()


def test_who_has_an_account_gets_the_page_and_no_way_in(client: Client, claire: Member) -> None:
    make_member(email="thomas@brindel.example", first_name="Thomas", language="en", last_login=clock.now())
    _invite(client, "thomas@brindel.example", LESSON)
    (mail,) = deliver()
    assert link_in(mail) == LESSON
    assert "Hello Thomas" in mail.body
    assert "/accept/" not in mail.body
    invitation = Invitation.objects.get()
    path = f"{PAGE}accept/{invitation.secret}/"
    for response in (Client().get(path), Client().post(path)):
        assert response.status_code == 409
        assert "connectez-vous" in response.content.decode()
        assert f"sign-in/?next={quote(LESSON, safe='')}" in response.content.decode(), "and then to the page"


def test_who_is_in_the_directory_and_never_came_enters_by_the_mail(client: Client, claire: Member) -> None:
    thomas = make_member(email="thomas@brindel.example", first_name="Thomas", employee_number="B1")
    _invite(client, "thomas@brindel.example", LESSON)
    path = link_in(deliver()[0])
    browser = Client()
    page = browser.get(path).content.decode()
    assert "Bonjour Thomas" in page
    assert 'name="first_name"' not in page
    assert browser.post(path)["Location"] == LESSON
    assert browser.get("/people/preferences/").status_code == 200
    assert InvitationAcceptance.objects.get().member_id == thomas.pk
    assert Client().post(path).status_code == 410


def test_a_closed_account_is_not_invited_back(client: Client, claire: Member) -> None:
    make_member(email="parti@brindel.example", is_active=False)
    assert "est fermé" in _invite(client, "parti@brindel.example").content.decode()


def test_the_inviter_never_sees_the_way_in_of_somebody_else(client: Client, claire: Member) -> None:
    make_member(email="thomas@brindel.example", employee_number="B1")
    _invite(client, "thomas@brindel.example")
    invitation = Invitation.objects.get()
    for path in (PAGE, f"{PAGE}{invitation.pk}/"):
        assert invitation.secret not in client.get(path).content.decode()
    assert invitation.secret not in str(Invitation.objects.values().get())


def test_sending_the_form_twice_invites_once(client: Client, claire: Member) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        assert _invite(client, "nadia@brindel.example", key=key).status_code == 302
    assert Invitation.objects.count() == 1
    assert len(deliver()) == 1
    assert _link(client, key="nothing").status_code == 422


def test_the_same_address_is_not_invited_twice(client: Client, claire: Member) -> None:
    _invite(client, "nadia@brindel.example")
    assert "déjà invité cette adresse" in _invite(client, "Nadia@brindel.example", LESSON).content.decode()
    Invitation.objects.update(revoked_at=clock.now())
    assert _invite(client, "nadia@brindel.example").status_code == 302, "taken back, it may be sent again"


def test_who_comes_already_is_said_to(client: Client, claire: Member) -> None:
    make_member(email="thomas@brindel.example", first_name="Thomas", last_name="Roy", last_login=clock.now())
    assert "Thomas Roy est déjà sur Essaim" in _invite(client, "thomas@brindel.example").content.decode()
    assert not Invitation.objects.exists()
    sent = _invite(client, "thomas@brindel.example", LESSON)
    assert "Thomas Roy est déjà sur Essaim" in client.get(sent["Location"]).content.decode()
    assert _invite(client, "thomas@brindel.example", LESSON).status_code == 422
    assert _invite(client, "thomas@brindel.example", "/learning/sequences/").status_code == 302, "another page is news"


def test_the_inviter_adds_a_word(client: Client, claire: Member) -> None:
    _invite(client, "nadia@brindel.example", words="La page dont je parlais\nce midi.")
    (mail,) = deliver()
    for body in (mail.body, str(mail.alternatives[0][0])):
        assert "La page dont je parlais ce midi." in " ".join(body.split())


def test_somebody_elses_invitation_is_not_there(client: Client, claire: Member) -> None:
    other = make_invitation_link(actor=make_member(), key=uuid.uuid4())
    assert client.get(f"{PAGE}{other.pk}/").status_code == 404
    assert client.post(f"{PAGE}{other.pk}/revoke/").status_code == 404
    other.refresh_from_db()
    assert other.revoked_at is None


def test_a_member_invites_so_many_a_day(client: Client, claire: Member) -> None:
    for n in range(A_DAY):
        invite_by_address(actor=claire, email=f"m{n}@brindel.example", key=uuid.uuid4())
    assert "beaucoup invité" in _invite(client, "un-de-trop@brindel.example").content.decode()
    Invitation.objects.update(created_at=clock.now() - timedelta(days=1, minutes=1))
    assert _invite(client, "un-de-trop@brindel.example").status_code == 302


def test_an_invitation_names_its_page(client: Client, claire: Member) -> None:
    page = client.get(PAGE, {"to": "/learning/sequences/"}).content.decode()
    assert '<a href="/learning/sequences/">Séquences</a>' in page
    _invite(client, "nadia@brindel.example", "/learning/sequences/")
    invitation = Invitation.objects.get()
    assert ", Séquences</p>" in client.get(PAGE).content.decode()
    (mail,) = deliver()
    assert "Vous arriverez à la page «\u202fSéquences\u202f»" in " ".join(mail.body.split(" "))
    landing = Client().get(link_in(mail)).content.decode()
    assert "<strong>Séquences</strong>" in landing
    assert str(invitation.target) not in landing


def test_no_invitation_leads_elsewhere(client: Client, claire: Member) -> None:
    for n, target in enumerate(("https://evil.example/", "//evil.example/", "/\\evil.example")):
        assert "evil" not in client.get(PAGE, {"to": target}).content.decode()
        _invite(client, f"nadia{n}@brindel.example", target)
    assert set(Invitation.objects.order_by("pk").values_list("target", flat=True)) == {""}


def test_the_same_mail_twice_is_one_for_its_reader(client: Client, claire: Member) -> None:
    _invite(client, "nadia@brindel.example")
    (first,) = deliver()
    invitation = Invitation.objects.get()
    mail_invitation(invitation_id=invitation.pk)
    from django.core import mail

    second = mail.outbox[-1]
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
    assert first.body == second.body
    Invitation.objects.update(revoked_at=clock.now())
    mail_invitation(invitation_id=invitation.pk)
    assert len(mail.outbox) == 2, "what was taken back is not sent"


def test_a_name_on_two_lines_is_not_a_header(client: Client, claire: Member) -> None:
    Member.objects.filter(pk=claire.pk).update(last_name="Marchand\r\nBcc: tous@ailleurs.example")
    _invite(client, "nadia@brindel.example")
    (mail,) = deliver()
    assert mail.message()["Bcc"] is None
    assert mail.recipients() == ["nadia@brindel.example"]


def test_the_page_costs_few_queries(client: Client, claire: Member, django_assert_max_num_queries) -> None:
    for n in range(10):
        invite_by_address(actor=claire, email=f"m{n}@brindel.example", key=uuid.uuid4())
    client.get(PAGE)
    with django_assert_max_num_queries(7):
        client.get(PAGE)
    client.force_login(make_member("facilitator"))
    for n in range(5):
        make_audience(f"public-{n}", claire)
    with django_assert_max_num_queries(5):
        client.get(f"{PAGE}audiences/")
