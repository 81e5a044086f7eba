"""The directory on a page: upload, columns, every line, import."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from essaim.kernel import clock
from essaim.people.models import ImportDraft, Member, Role

from .directory_files import FILES, csv_bytes, person
from .factories import make_member

pytestmark = pytest.mark.django_db
UPLOAD = "/people/imports/"


@pytest.fixture
def facilitator(client: Client) -> Member:
    member = make_member(Role.FACILITATOR, employee_number="F1", last_name="Vasseur", first_name="Aurélie")
    client.force_login(member)
    return member


def upload(client: Client, data: bytes, name: str = "annuaire.csv"):  # type: ignore[no-untyped-def]
    file = BytesIO(data)
    file.name = name
    return client.post(UPLOAD, {"file": file})


def columns_page() -> str:
    return reverse("people:import-columns", args=[ImportDraft.objects.get().key])


def prepared(client: Client, data: bytes) -> str:
    """The address of the plan of a file whose columns were guessed right."""
    upload(client, data)
    address = columns_page()
    fields = {f"column-{number}": name for name, number in ImportDraft.objects.get().columns.items()}
    response = client.post(address, fields)
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def test_the_whole_way_from_an_excel_file_to_people(client: Client, facilitator: Member) -> None:
    plan = upload(client, (FILES / "excel-fr-cp1252.csv").read_bytes())["Location"]
    assert "Zoé Lefèvre" in client.get(plan).content.decode(), "every heading is known: nobody has to confirm the obvious"
    page = client.get(columns_page()).content.decode()
    assert "Lefèvre" in page
    assert '<option value="team" selected>' in page
    plan = prepared(client, (FILES / "excel-fr-cp1252.csv").read_bytes())
    page = client.get(plan).content.decode()
    assert "Zoé Lefèvre" in page
    assert Member.objects.count() == 1
    response = client.post(plan, follow=True)
    assert "3 créées" in response.content.decode()
    assert Member.objects.count() == 4
    assert not ImportDraft.objects.exists()


def test_columns_are_corrected_by_hand(client: Client, facilitator: Member) -> None:
    address = upload(client, csv_bytes(["1", "Martin", "Claire"], headings=["Login", "Nom", "Prénom"]))["Location"]
    response = client.post(address, {"column-1": "last_name", "column-2": "first_name"})
    assert response.status_code == 422
    assert "Matricule ou Adresse e-mail" in response.content.decode()
    response = client.post(address, {"column-0": "last_name", "column-1": "last_name", "column-2": "first_name"})
    assert response.status_code == 422
    assert "déjà pris" in response.content.decode()
    response = client.post(address, {"column-0": "employee_number", "column-1": "last_name", "column-2": "first_name"})
    client.post(response["Location"])
    assert Member.objects.get(employee_number="1").last_name == "Martin"


def test_a_wrong_encoding_is_read_again(client: Client, facilitator: Member) -> None:
    # Windows has these bytes too, as other letters: only a reader sees it.
    data = csv_bytes(person("1", "Štefan"), encoding="iso-8859-15", headings=["Matricule", "Nom", "Prenom", *["x"] * 6])
    address = upload(client, data)["Location"]
    assert "Štefan" not in client.get(address).content.decode()
    response = client.post(address, {"act": "reread", "encoding": "iso-8859-15"})
    assert "Štefan" in client.get(response["Location"]).content.decode()
    response = client.post(address, {"act": "reread", "encoding": "utf-8"})
    assert response.status_code == 422
    assert "ligne 2" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Le fichier est vide."),
        (b"PK\x03\x04" + b"\x00" * 40, "classeur"),
        (b"a\x00b;c\r\n1;2", "pas un fichier texte"),
        (csv_bytes(), "ligne de titres"),
    ],
)
def test_a_wrong_file_is_refused_in_the_form(client: Client, facilitator: Member, data: bytes, words: str) -> None:
    response = upload(client, data)
    assert response.status_code == 422
    assert words in response.content.decode().replace("\u202f", " ").replace("’", "'")
    assert not ImportDraft.objects.exists()


def test_no_file_at_all_is_said(client: Client, facilitator: Member) -> None:
    response = client.post(UPLOAD, {})
    assert response.status_code == 422
    assert "Choisissez un fichier." in response.content.decode()


def test_refused_lines_stop_the_import_until_they_are_left_out(client: Client, facilitator: Member) -> None:
    plan = prepared(
        client, csv_bytes(person("1"), person("2", "x" * 300), person("3", last="<script>alert(1)</script>", first=""))
    )
    page = client.get(f"{plan}?show=refused").content.decode()
    assert "300 caractères" in page
    assert "<script>alert" not in page
    response = client.post(plan, {"deactivate_missing": "on"})
    assert response.status_code == 422
    assert "rien n’a été changé" in response.content.decode() or "rien n'a été changé" in response.content.decode()
    assert (
        'name="deactivate_missing" checked' in response.content.decode() or not Member.objects.filter(is_active=False).exists()
    )
    assert not Member.objects.filter(employee_number="1").exists()
    client.post(plan, {"skip_bad": "on"})
    assert Member.objects.filter(employee_number="1").exists()


def test_the_absent_are_shown_and_closed_only_when_asked(client: Client, facilitator: Member) -> None:
    make_member(employee_number="9", last_name="Absent")
    page = client.get(prepared(client, csv_bytes(person("1"))) + "?show=absent").content.decode()
    assert "Camille Absent" in page
    assert "Aurélie Vasseur" in page
    client.post(prepared(client, csv_bytes(person("1"))), {"deactivate_missing": "on"})
    assert not Member.objects.get(employee_number="9").is_active
    assert Member.objects.get(pk=facilitator.pk).is_active


def test_who_stays_in_any_case_is_named_beside_the_choice(client: Client, facilitator: Member) -> None:
    make_member(employee_number="9")
    page = client.get(prepared(client, csv_bytes(person("1")))).content.decode()
    assert "Désactiver la personne qui" in page
    assert "reste dans tous les cas" in page and "Aurélie Vasseur" in page


def test_a_file_without_known_headings_is_said_to_at_once(client: Client, facilitator: Member) -> None:
    upload(client, b"a;b;c\n1;2;3\n")
    page = client.get(columns_page()).content.decode()
    assert "Aucun titre ne dit" in page and "Matricule ou Adresse e-mail" in page


def test_lines_come_a_hundred_at_a_time(client: Client, facilitator: Member) -> None:
    plan = prepared(client, csv_bytes(*(person(f"n{n}", f"Numéro {n:03}") for n in range(120))))
    page = client.get(plan).content.decode()
    assert "Numéro 099" in page
    assert "Numéro 100" not in page
    assert 'href="?after=101" rel="next"' in page
    assert "Numéro 119" in client.get(plan, {"after": "101"}).content.decode()
    for odd in ("x", "-1", "9" * 30, "²"):
        assert client.get(plan, {"after": odd, "show": odd}).status_code == 200


def test_what_changed_since_the_preview_is_shown_before_anything_happens(client: Client, facilitator: Member) -> None:
    plan = prepared(client, csv_bytes(person("1")))
    make_member(employee_number="1", first_name="Claire", last_name="Autre")
    response = client.post(plan, follow=True)
    assert "a changé depuis cet aperçu" in response.content.decode()
    assert "Autre → Martin" in response.content.decode()
    assert Member.objects.get(employee_number="1").last_name == "Autre"
    client.post(plan)
    assert Member.objects.get(employee_number="1").last_name == "Martin"


def test_a_file_is_its_uploaders_alone_and_for_a_day(client: Client, facilitator: Member) -> None:
    plan = prepared(client, csv_bytes(person("1")))
    key = ImportDraft.objects.get().key
    other = Client()
    other.force_login(make_member(Role.ADMINISTRATOR))
    addresses = [plan, reverse("people:import-columns", args=[key])]
    assert [other.get(address).status_code for address in addresses] == [404, 404]
    assert other.post(reverse("people:import-discard", args=[key])).status_code == 404
    ImportDraft.objects.update(created_at=clock.now() - timedelta(hours=25))
    assert client.get(plan).status_code == 404
    assert client.post(plan).status_code == 404
    upload(client, csv_bytes(person("2")))
    assert ImportDraft.objects.count() == 1


def test_a_second_upload_takes_the_place_of_the_first_which_can_be_taken_up_again(client: Client, facilitator: Member) -> None:
    upload(client, csv_bytes(person("1")), "un.csv")
    upload(client, csv_bytes(person("2")), "deux.csv")
    assert ImportDraft.objects.count() == 1
    assert "deux.csv" in client.get(UPLOAD).content.decode()
    client.post(reverse("people:import-discard", args=[ImportDraft.objects.get().key]))
    assert not ImportDraft.objects.exists()


def test_an_import_sent_twice_happens_once(client: Client, facilitator: Member) -> None:
    plan = prepared(client, csv_bytes(person("1")))
    assert client.post(plan).status_code == 302
    assert client.post(plan).status_code == 404
    assert Member.objects.filter(employee_number="1").count() == 1


def test_members_are_told_that_the_page_is_for_facilitators() -> None:
    client = Client()
    assert client.get(UPLOAD).status_code == 302
    client.force_login(make_member())
    assert client.get(UPLOAD).status_code == 403


def test_pages_ask_little_of_the_database(client: Client, facilitator: Member, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    plan = prepared(client, csv_bytes(*(person(f"n{n}", manager="F1", team=f"A / {n}") for n in range(60))))
    for address in (UPLOAD, plan, plan + "columns/", plan + "?show=absent"):
        with django_assert_max_num_queries(5):
            assert client.get(address).status_code == 200


def test_the_pages_speak_english(client: Client, facilitator: Member) -> None:
    Member.objects.update(language="en")
    plan = prepared(client, csv_bytes(person("1", arrived="31/02/2020"), person("2", "x" * 300)))
    page = client.get(plan).content.decode()
    assert "What would happen" in page
    assert "is not a date: write dd/mm/yyyy" in page
    assert "Last name: 300 characters, 120 at most." in page
