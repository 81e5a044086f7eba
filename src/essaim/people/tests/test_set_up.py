"""The link that a server prints while nobody administrates, and who comes by it."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import translation

from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.kernel.ids import digest
from essaim.organisation.models import Organisation
from essaim.people.actions.set_up import FirstAdministrator, make_set_up_link, set_up
from essaim.people.audit_words import sentence
from essaim.people.management.set_up import set_up_link
from essaim.people.models import AuditEntry, Member, RoleGrant, SetUpLink
from essaim.people.tests.factories import make_member

SETTINGS = {
    "name": "Maison Brindel", "language": "fr", "languages": ["fr"], "time_zone": "Europe/Paris", "colour": "#9a4a06",
    "email_domains": ["brindel.example"],
}  # fmt: skip


def values(**changes: object) -> dict[str, object]:
    return {
        "first_name": "Nadia", "last_name": "Ferrand", "email": "Nadia@Brindel.example", "way": "password",
        "password": "quatre mots pour retenir", "organisation": "Maison Brindel", "colour": "#0b5394",
        "languages": ["fr", "en"], "language": "fr", "time_zone": "Europe/Paris", "email_domains": "",
    } | changes  # fmt: skip


def words(response: object) -> str:
    return response.content.decode().replace("’", "'").replace("\u202f", " ").replace("\u00a0", " ")


@pytest.fixture
def path(db: None) -> str:
    found = re.search(r"http://here(/people/set-up/[\w-]+/)", set_up_link("http://here"))
    assert found
    return found.group(1)


def test_each_start_prints_a_link_until_somebody_administrates(path: str) -> None:
    assert set_up_link("http://here")
    make_member("administrator")
    assert set_up_link("http://here") == ""
    assert not SetUpLink.objects.exists()


def test_the_database_holds_no_secret(path: str) -> None:
    secret = path.rstrip("/").rpartition("/")[2]
    assert SetUpLink.objects.get().digest == digest(secret) != secret


def test_one_page_opens_the_instance_and_the_link_is_void(path: str, client: Client) -> None:
    page = client.get(path)
    assert page.status_code == 200
    opened = client.post(path, values())
    assert opened.status_code == 302
    nadia = Member.objects.get(email="nadia@brindel.example")
    assert nadia.check_password("quatre mots pour retenir") and nadia.onboarded_at
    assert RoleGrant.objects.get(member=nadia).role == "administrator"
    line = AuditEntry.objects.get()
    assert line.subject_id == nadia.pk
    assert sentence(line).startswith("La page de mise en route a donné un rôle à Nadia Ferrand")
    with translation.override("en"):
        assert sentence(line).startswith("The set-up page gave Nadia Ferrand a role")
    organisation = Organisation.current()
    assert (organisation.name, organisation.email_domains, organisation.accent) == (
        "Maison Brindel",
        ["brindel.example"],
        "#0b5394",
    )
    assert client.get("/organisation/settings/").status_code == 200
    second = Client()
    for answer in (second.get(path), second.post(path, values(email="other@brindel.example"))):
        assert answer.status_code == 410 and "déjà fait la mise en route" in words(answer)
    assert Member.objects.count() == 1


def test_nobody_knows_whose_a_public_address_is(path: str, client: Client) -> None:
    client.post(path, values(email="nadia@gmail.com"))
    assert Organisation.current().email_domains == []


def test_an_expired_or_broken_link_says_where_the_next_comes_from(path: str, client: Client) -> None:
    SetUpLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    expired = client.get(path)
    assert expired.status_code == 410 and "a expiré" in words(expired) and "redémarrer" in words(expired)
    assert client.post(path, values()).status_code == 410
    assert client.get("/people/set-up/nothing/").status_code == 404
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"password": "azerty"}, "12 caractères"),
        ({"password": ""}, "Choisissez un mot de passe"),
        ({"password": "nadia@brindel.example"}, "trop semblable"),
        ({"email": "nadia"}, "Cette adresse n'est pas entière"),
        ({"first_name": ""}, "Donnez votre prénom"),
        ({"organisation": ""}, "Donnez le nom de votre organisation"),
        ({"colour": "#ffd400"}, "trop claire"),
    ],
)
def test_bad_input_loses_nothing_but_the_password(path: str, client: Client, changes: dict[str, str], said: str) -> None:
    page = client.post(path, values(**changes))
    assert page.status_code == 422
    assert said in words(page)
    assert "Ferrand" in words(page) and "quatre mots" not in words(page)
    assert not Member.objects.exists() and SetUpLink.objects.exists()


def test_looking_at_a_colour_tells_nobody_off(path: str, client: Client) -> None:
    page = client.post(path, values(act="preview", first_name="", password="", colour="#ffd400"))
    assert page.status_code == 200
    assert "Donnez votre prénom" not in words(page) and 'value="Ferrand"' in words(page) and 'name="take"' in words(page)


def test_taking_the_proposed_colour_opens_nothing_and_a_chosen_logo_is_asked_for_again(path: str, client: Client) -> None:
    def logo() -> SimpleUploadedFile:
        return SimpleUploadedFile(
            "logo.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
        )

    again = "Le logo est à choisir à nouveau."
    page = client.post(path, values(colour="#ffd400", logo=logo()))
    assert page.status_code == 422 and again in words(page)
    page = client.post(path, values(colour="#ffd400", take="#8a6d00", logo=logo()))
    assert page.status_code == 200 and 'value="#8a6d00"' in words(page) and again in words(page)
    assert not Member.objects.exists()
    assert again not in words(client.get(path))


def test_without_a_mail_server_a_password_is_needed(path: str, client: Client, settings: object) -> None:
    assert 'name="way"' not in words(client.get(path))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert 'name="way"' in words(client.get(path))
    assert client.post(path, values(way="links", password="")).status_code == 302
    assert not Member.objects.get().has_usable_password()


def test_somebody_of_the_directory_keeps_their_account(path: str, client: Client) -> None:
    known = make_member(email="nadia@brindel.example", employee_number="B1")
    client.post(path, values())
    assert RoleGrant.objects.get(role="administrator").member_id == known.pk
    assert Member.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_with_two_links_one_wins() -> None:
    secrets = [make_set_up_link(), make_set_up_link()]
    start, outcomes = threading.Barrier(2), []

    def try_it(number: int) -> None:
        administrator = FirstAdministrator("Une", f"Personne {number}", f"{number}@brindel.example", "quatre mots pour retenir")
        start.wait()
        try:
            set_up(secret=secrets[number] or "", administrator=administrator, settings=SETTINGS)
            outcomes.append("won")
        except Refused as no:
            outcomes.append(no.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["set-up-already", "won"]
    assert RoleGrant.objects.filter(role="administrator").count() == 1
