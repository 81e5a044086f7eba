"""The same import from a web page: an archive, what would change, then it changes."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from essaim.content.models import ImportDraft
from essaim.learning.models import LessonText
from essaim.people.tests.factories import make_member

from .test_import import LESSON, SEQUENCE

pytestmark = pytest.mark.django_db
PAGE = "/content/imports/"


def archive(**more: str) -> bytes:
    """An archive with one sequence; ``more`` are further files by name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        files = {"mes-sequences/une/sequence.md": SEQUENCE, "mes-sequences/une/01-a.md": LESSON + "Mot."} | more
        for name, words in files.items():
            packed.writestr(name, words)
    return out.getvalue()


def send(client: Client, content: bytes, name: str = "x.zip"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def facilitator(client: Client) -> Client:
    client.force_login(make_member("facilitator"))
    return client


def test_an_archive_is_shown_then_imported_once(facilitator: Client) -> None:
    answer = send(facilitator, archive())
    page = facilitator.get(answer["Location"])
    assert "Une leçon" in page.content.decode()
    assert not LessonText.objects.exists()
    assert facilitator.post(answer["Location"])["Location"] == "/learning/sequences/"
    assert LessonText.objects.get().title == "Une leçon"
    assert not ImportDraft.objects.exists()
    assert facilitator.post(answer["Location"])["Location"] == PAGE
    assert LessonText.objects.count() == 1


def test_mistakes_come_back_with_file_and_line(facilitator: Client) -> None:
    answer = send(facilitator, archive(**{"mes-sequences/une/02-b.md": LESSON + "::: inconnu"}))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "une/02-b.md" in html and "ligne 5" in html
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("name", ["../../evil.md", "/etc/evil.md", "a/../../../evil.md", "..\\..\\evil.md", "C:/evil.md"])
def test_a_file_that_would_leave_its_folder_is_refused(facilitator: Client, name: str) -> None:
    answer = send(facilitator, archive(**{name: "x"}))
    assert answer.status_code == 422
    assert "sûre" in answer.content.decode()


def test_what_is_no_archive_is_refused(facilitator: Client) -> None:
    for content in (b"hello", b"PK\x03\x04broken", archive()[:-30]):
        answer = send(facilitator, content)
        assert answer.status_code == 422
        assert "ZIP lisible" in answer.content.decode()
    assert facilitator.post(PAGE).status_code == 422


def test_a_damaged_archive_is_refused(facilitator: Client) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.md", "Un texte. " * 100)
    content = out.getvalue()
    # A block of a kind that there is not.
    packed_at = content.index(b"a.md") + len("a.md")
    answer = send(facilitator, content[:packed_at] + b"\xff" + content[packed_at + 1 :])
    assert answer.status_code == 422
    assert "ZIP lisible" in answer.content.decode()


def test_an_entry_for_the_folder_itself_is_passed_over(facilitator: Client) -> None:
    assert send(facilitator, archive(**{".": "", "./": ""})).status_code == 302


def test_an_archive_that_grows_too_much_is_refused(facilitator: Client, monkeypatch) -> None:
    monkeypatch.setattr("essaim.content.importing.archive._MOST_UNPACKED", 5000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("bomb.md", "x" * 100_000)
    answer = send(facilitator, out.getvalue())
    assert answer.status_code == 422
    assert "trop grande" in answer.content.decode()


def test_another_facilitators_archive_is_not_here(facilitator: Client) -> None:
    address = send(facilitator, archive())["Location"]
    other = Client()
    other.force_login(make_member("facilitator"))
    assert other.get(address).status_code == 404
    other.post(address)
    assert not LessonText.objects.exists()
    member = Client()
    member.force_login(make_member())
    assert member.get(PAGE).status_code == 403
