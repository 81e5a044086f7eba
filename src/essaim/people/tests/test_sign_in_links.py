"""One-time links: by mail, from the command line, and what becomes of them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.actions.sign_in import make_link, use_link
from essaim.people.models import Member, Session, SignInLink, SignInSettings
from essaim.people.tasks.mails import mail_sign_in_link
from essaim.people.tasks.upkeep import sweep

from .factories import make_member
from .mailbox import deliver, link_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("organisation")]

ASK = "/people/account/links/"


def _path(secret: str) -> str:
    return f"/people/account/links/{secret}/"


def test_a_mailed_link_signs_in_once_and_leads_where_one_was_going(client: Client) -> None:
    member = make_member(first_name="Élodie")
    asked = client.post(ASK, {"email": member.email.upper(), "next": "/people/members/?name=a"})
    assert asked["Location"] == "/people/account/links/sent/"
    (mail,) = deliver()
    assert mail.to == [member.email]
    assert mail.subject == "Votre lien pour entrer"
    assert "Bonjour Élodie" in mail.body
    phone = Client()
    path = link_in(mail)
    assert "Entrer" in phone.get(path).content.decode()
    entered = phone.post(path)
    assert entered["Location"] == "/people/members/?name=a"
    assert phone.get("/people/preferences/").status_code == 200
    again = Client().post(path)
    assert again.status_code == 410
    assert "ne vaut qu’une fois" in again.content.decode()
    assert 'name="email"' in again.content.decode(), "one can ask for another one there"


def test_a_mail_scanner_that_opens_the_link_does_not_use_it_up(client: Client) -> None:
    path = _path(make_link(member=make_member()))
    for _ in range(3):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert not Session.objects.exclude(member=None).exists()
    assert client.post(path).status_code == 302


def test_the_answer_does_not_tell_who_has_an_account(client: Client) -> None:
    member, closed = make_member(), make_member(is_active=False)
    answers = {
        (response.status_code, response["Location"])
        for email in (member.email, closed.email, "personne@brindel.example")
        for response in [client.post(ASK, {"email": email})]
    }
    assert answers == {(302, "/people/account/links/sent/")}
    assert [mail.to for mail in deliver()] == [[member.email]]


def test_one_address_is_not_flooded_with_mail() -> None:
    member = make_member()
    for _ in range(3):
        assert Client().post(ASK, {"email": member.email}).status_code == 302
    assert Client(REMOTE_ADDR="10.9.8.7").post(ASK, {"email": member.email}).status_code == 429
    assert len(deliver()) == 3


def test_an_expired_a_forged_and_a_closed_accounts_link_say_so(client: Client) -> None:
    member = make_member()
    expired = _path(make_link(member=member, lifetime=timedelta(seconds=-1)))
    closed = _path(make_link(member=make_member()))
    Member.objects.exclude(pk=member.pk).update(is_active=False)
    for path, status, words in (
        (expired, 410, "Ce lien a expiré"),
        (_path("A" * 43), 404, "n’est pas entier"),
        (closed, 410, "Ce compte est fermé"),
    ):
        for response in (client.get(path), client.post(path)):
            assert response.status_code == status
            assert words in response.content.decode()
            assert member.first_name not in response.content.decode()


def test_a_link_is_good_for_twenty_minutes_and_its_secret_is_not_stored() -> None:
    secret = make_link(member=make_member())
    link = SignInLink.objects.get()
    assert timedelta(minutes=19) < link.expires_at - clock.now() <= timedelta(minutes=20)
    assert secret not in str(SignInLink.objects.values().get())


def test_a_foreign_target_in_a_link_leads_home(client: Client) -> None:
    path = _path(make_link(member=make_member(), target="//evil.example/"))
    assert client.post(path)["Location"] == "/"


def test_a_forgotten_password_is_chosen_anew_by_the_same_link(client: Client) -> None:
    member = make_member(password="une vieille ruche vide")
    client.post(ASK, {"email": member.email, "for": "password"})
    (mail,) = deliver()
    assert mail.subject == "Choisir un nouveau mot de passe"
    landed = client.post(link_in(mail))
    assert landed["Location"] == "/people/account/password/"
    page = client.get(landed["Location"]).content.decode()
    assert 'name="current"' not in page, "whoever reads the mailbox does not need the old one"
    done = client.post(landed["Location"], {"password": "une jeune ruche pleine"})
    assert done["Location"] == "/people/account/security/"
    assert Member.objects.get(pk=member.pk).check_password("une jeune ruche pleine")


def test_twenty_minutes_later_the_old_password_is_asked_again(client: Client) -> None:
    member = make_member(password="une vieille ruche vide")
    client.post(_path(make_link(member=member)))
    session = client.session
    session["essaim_note"] = {**session["essaim_note"], "since": session["essaim_note"]["since"] - 21 * 60}
    session.save()
    assert 'name="current"' in client.get("/people/account/password/").content.decode()


def test_using_a_link_twice_at_once_enters_once() -> None:
    secret = make_link(member=make_member())
    use_link(secret=secret)
    with pytest.raises(Refused) as refused:
        use_link(secret=secret)
    assert refused.value.code == "link-used"


def test_a_mail_that_leaves_twice_is_one_for_its_reader(client: Client) -> None:
    member = make_member(language="en")
    for _ in range(2):
        mail_sign_in_link(email=member.email, target="", for_password=False, key="4d7f")
    from django.core import mail

    first, second = mail.outbox
    assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"] == "<sign-in-4d7f@127.0.0.1>"
    assert first.subject == "Your sign-in link"
    assert link_in(first) != link_in(second)
    assert client.post(link_in(first)).status_code == 302, "whichever of the two was kept, it works"


def test_the_mail_is_text_and_html_and_says_the_same() -> None:
    mail_sign_in_link(email=make_member().email, target="", for_password=False, key="1")
    from django.core import mail

    (message,) = mail.outbox
    (html, kind) = message.alternatives[0]
    assert kind == "text/html"
    assert link_in(message) in html
    assert "vingt minutes" in html and "vingt minutes" in message.body
    assert "<img" not in html


@pytest.mark.parametrize("who", ["Nadia@Brindel.example", " B0114 "])
def test_the_command_prints_an_address_that_enters(client: Client, who: str) -> None:
    """With an e-mail address or without one: then by employee number."""
    make_member(**({"email": who.lower()} if "@" in who else {"email": None, "employee_number": who.strip()}))
    out = StringIO()
    call_command("sign_in_link", who, stdout=out)
    url = out.getvalue().strip()
    assert url.startswith(f"{settings.BASE_URL}/people/account/links/")
    assert client.post(url.removeprefix(settings.BASE_URL)).status_code == 302


def test_the_command_says_in_one_line_whom_it_does_not_know() -> None:
    with pytest.raises(Refused, match="nobody has the address"):
        call_command("sign_in_link", "personne@brindel.example")
    with pytest.raises(Refused, match="is closed"):
        call_command("sign_in_link", make_member(is_active=False).email)


def test_old_links_and_sessions_are_swept() -> None:
    member, now = make_member(), clock.now()
    make_link(member=member, lifetime=timedelta(days=-31))
    kept = make_link(member=member, lifetime=timedelta(days=-1))
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(days=1))
    sweep(timestamp=0)
    assert SignInLink.objects.count() == 1
    assert kept
    assert [session.session_key for session in Session.objects.order_by("pk")] == ["new"]


def test_a_mailed_link_is_worth_nothing_once_links_are_closed_and_a_printed_one_works(client: Client) -> None:
    mailed, printed = make_link(member=make_member()), make_link(member=make_member(), printed=True)
    SignInSettings(pk=1, links=False).save()
    for response in (client.get(_path(mailed)), client.post(_path(mailed))):
        assert response.status_code == 410
        assert (
            "On n’entre plus ici par un lien" in response.content.decode() and 'name="email"' not in response.content.decode()
        )
    assert "sessionid" not in client.cookies or not Session.objects.filter(member__isnull=False).exists()
    assert client.post(_path(printed))["Location"] == "/"
    out = StringIO()
    call_command("sign_in_link", make_member().email, stdout=out)
    assert Client().post(out.getvalue().strip().removeprefix(settings.BASE_URL)).status_code == 302
