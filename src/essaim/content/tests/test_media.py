"""Files of the content: whoever reads a text that shows one may open it, and who writes the texts."""

import importlib
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image as Picture
from tests.plugins.queries import recorded
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import Image

from essaim.announcements.actions.editing import withdraw_announcement
from essaim.announcements.tests.factories import make_announcement
from essaim.content.models import FileUse
from essaim.content.queries import may_open
from essaim.learning.tests.factories import block, make_lesson_page, make_sequence_page, text
from essaim.people.models import Member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_programme, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


def make_image(colour: str = "red") -> Image:
    bytes_ = BytesIO()
    Picture.new("RGB", (1700, 900), colour).save(bytes_, "PNG")
    return get_image_model().objects.create(title=colour, file=SimpleUploadedFile(f"{colour}.png", bytes_.getvalue()))


def make_document(name: str = "guide.pdf", content: bytes = b"%PDF-1.7 x") -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(content, name=name))


def picture(image: Image, audience: Any = "everyone") -> dict[str, Any]:
    return block("image", audience, image=image.pk, alternative="Un schéma", caption="")


def film(document: Any, audience: Any = "everyone") -> dict[str, Any]:
    return block("video", audience, title="Film", link="", file=document.pk, transcript="")


def linked(document: Any) -> dict[str, Any]:
    return block("text", text=f'<p><a linktype="document" id="{document.pk}">Le guide</a></p>')


def addresses_of(image: Image) -> list[str]:
    """Of the sizes that a lesson shows."""
    return [rendition.url for rendition in image.renditions.order_by("pk")]


def status(member: Member, address: str, **headers: str) -> int:
    client = Client()
    client.force_login(member)
    return client.get(address, headers=headers).status_code


def test_what_an_open_lesson_shows_is_open_and_what_a_restricted_one_shows_is_for_its_audience() -> None:
    inside, outside, writer = make_member(), make_member(), make_member("facilitator")
    audience = make_audience("rh", inside)
    open_, closed = make_image("red"), make_image("blue")
    make_lesson_page(body=[picture(open_)])
    make_lesson_page(make_sequence_page(restricted_to=[audience]), body=[picture(closed)])
    assert len(addresses_of(open_)) == len(addresses_of(closed)) == 2
    for address in addresses_of(open_):
        assert [status(one, address) for one in (inside, outside, writer)] == [200, 200, 200]
    for address in addresses_of(closed):
        assert [status(one, address) for one in (inside, outside, writer)] == [200, 404, 200]
    assert Client().get(addresses_of(open_)[0]).status_code == 302


def test_an_original_and_a_size_that_no_lesson_shows_are_for_who_writes() -> None:
    image = make_image()
    make_lesson_page(body=[picture(image)])
    other = image.get_rendition("max-165x165").url
    for guessed in (image.file.url, other):
        assert [status(make_member(), guessed), status(make_member("facilitator"), guessed)] == [404, 200]


def test_a_picture_that_an_open_lesson_shows_too_is_open() -> None:
    image, audience = make_image(), make_audience("rh")
    make_lesson_page(make_sequence_page(restricted_to=[audience]), body=[picture(image)])
    address = addresses_of(image)[0]
    assert status(make_member(), address) == 404
    lesson = make_lesson_page(body=[picture(image)])
    assert status(make_member(), address) == 200
    lesson.unpublish()
    assert status(make_member(), address) == 404


def test_a_draft_shows_its_pictures_to_who_writes() -> None:
    reader, writer, image = make_member(), make_member("facilitator"), make_image()
    page = make_lesson_page(body=[text("Bonjour.")])
    page.body = json.dumps([picture(image)])
    page.save_revision()
    address = image.get_rendition("width-820|format-webp").url
    assert [status(reader, address), status(writer, address)] == [404, 200]
    page.get_latest_revision().publish()
    assert status(reader, address) == 200
    page.refresh_from_db()
    page.body = json.dumps([text("Sans image.")])
    published(page)
    assert status(reader, address) == 404


def test_what_a_withdrawn_sequence_showed_is_a_draft_again() -> None:
    image = make_image()
    sequence = make_sequence_page()
    make_lesson_page(sequence, body=[picture(image)])
    address = addresses_of(image)[0]
    sequence.unpublish()
    assert status(make_member(), address) == 404
    sequence.refresh_from_db()
    published(sequence)
    assert status(make_member(), address) == 200


def test_a_sequence_that_is_restricted_later_takes_its_files_along() -> None:
    inside, image = make_member(), make_image()
    audience = make_audience("rh", inside)
    sequence = make_sequence_page()
    make_lesson_page(sequence, body=[picture(image)])
    sequence.refresh_from_db()
    sequence.restricted_to = [audience]
    published(sequence)
    assert [status(one, addresses_of(image)[0]) for one in (inside, make_member())] == [200, 404]


def test_a_passage_for_one_audience_shows_its_files_to_those_who_read_it() -> None:
    people, others, manager = make_member(), make_member(), make_member()
    rh, managers = make_audience("rh", people, manager), make_audience("encadrement", manager)
    first, second, last = make_image("red"), make_image("blue"), make_image("green")
    make_lesson_page(body=[picture(first, managers), picture(second, rh), picture(last, "others")])
    seen = {
        name: [status(member, addresses_of(image)[0]) == 200 for image in (first, second, last)]
        for name, member in (("manager", manager), ("people", people), ("others", others))
    }
    # A manager of HR reads the first passage that fits, as in the lesson.
    assert seen == {"manager": [True, False, False], "people": [False, True, False], "others": [False, False, True]}


def test_a_film_is_sent_by_ranges_to_whom_it_is_for() -> None:
    inside, outside = make_member(), make_member()
    audience = make_audience("rh", inside)
    document = make_document("film.mp4", bytes(range(100)))
    make_lesson_page(make_sequence_page(restricted_to=[audience]), body=[film(document)])
    address = document.file.url
    client = Client()
    client.force_login(inside)
    whole = client.get(address)
    assert (whole.status_code, b"".join(whole.streaming_content)) == (200, bytes(range(100)))
    part = client.get(address, headers={"range": "bytes=10-19"})
    assert (part.status_code, part["Content-Range"]) == (206, "bytes 10-19/100")
    assert b"".join(part.streaming_content) == bytes(range(10, 20))
    tail = client.get(address, headers={"range": "bytes=-5"})
    assert b"".join(tail.streaming_content) == bytes(range(95, 100))
    assert client.get(address, headers={"range": "bytes=200-"}).status_code == 416
    assert status(outside, address, range="bytes=10-19") == 404
    # Its other address is one that nobody was given.
    assert [status(one, document.url) for one in (inside, make_member("facilitator"))] == [404, 200]


def test_a_document_is_for_who_reads_a_text_that_leads_to_it() -> None:
    inside, outside = make_member(), make_member()
    audience = make_audience("rh", inside)
    document, unused = make_document("résumé d'hier.pdf"), make_document("autre.pdf")
    make_lesson_page(make_sequence_page(restricted_to=[audience]), body=[linked(document)])
    for address in (document.url, f"/documents/{document.pk}/{document.filename}"):
        assert [status(inside, address), status(outside, address)] == [200, 404]
    assert status(inside, document.file.url) == 404
    assert [status(outside, unused.url), status(make_member("facilitator"), unused.url)] == [404, 200]
    assert Client().get(document.url).status_code == 302


def test_the_programme_and_an_announcement_show_their_documents_too() -> None:
    inside, outside = make_member(), make_member()
    audience = make_audience("rh", inside)
    one, two = make_document("charte.pdf"), make_document("note.pdf")
    programme = make_programme(intention=f'<p><a linktype="document" id="{one.pk}">Charte</a></p>')
    assert status(outside, one.url) == 200
    programme.unpublish()
    assert status(outside, one.url) == 404
    writer = make_member("facilitator")
    announcement = make_announcement(writer, source=f"[La note]({two.url})", restricted_to=[audience.pk])
    assert [status(inside, two.url), status(outside, two.url)] == [200, 404]
    withdraw_announcement(actor=writer, announcement_id=announcement.pk)
    assert status(inside, two.url) == 404


def test_it_stays_in_its_folder(folder: Path) -> None:
    folder.mkdir()
    (folder / "dessin.svg").write_text("<svg/>")
    (folder.parent / "secret.txt").write_text("x")
    writer = make_member("facilitator")
    client = Client()
    client.force_login(writer)
    assert "sandbox" in client.get("/content/media/dessin.svg")["Content-Security-Policy"]
    for path in ("../secret.txt", "%2e%2e/secret.txt", "absent.png", ".", "a%00b.png"):
        assert client.get(f"/content/media/{path}").status_code == 404, path
    # Another spelling of an address that is open is no way around.
    image = make_image()
    make_lesson_page(body=[picture(image)])
    name = addresses_of(image)[0].rpartition("/")[2]
    assert status(make_member(), f"/content/media/images/{name}") == 200
    for spelling in (f"documents/../images/{name}", f"./images/{name}", f"images//{name}", f"images/{name}/"):
        assert status(make_member(), f"/content/media/{spelling}") == 404, spelling


def test_a_file_costs_two_queries() -> None:
    image = make_image()
    make_lesson_page(body=[picture(image)])
    client = Client()
    client.force_login(make_member())
    address = addresses_of(image)[0]
    with recorded() as asked:
        assert client.get(address).status_code == 200
    assert len(asked) == 2, asked


def test_a_link_elsewhere_or_in_another_form_is_none_of_ours(settings: Any) -> None:
    document = make_document()
    links = [f"//ailleurs.example{document.url}", f"https://ailleurs.example{document.url}", f"x{document.url}"]
    make_lesson_page(body=[block("text", text="".join(f'<p><a href="{link}">x</a></p>' for link in links))])
    assert not may_open(make_member(), document.url)
    make_lesson_page(body=[block("text", text=f'<p><a href="{settings.BASE_URL}{document.url}?x=1#page=2">x</a></p>')])
    assert may_open(make_member(), document.url)


def test_the_migration_notes_what_publication_notes() -> None:
    """An installation of before has its lessons: their files are noted when it is brought up to date."""
    image, other, document = make_image("red"), make_image("blue"), make_document("résumé.pdf")
    audience = make_audience("rh")
    make_lesson_page(body=[picture(image), linked(document), picture(other, audience), picture(image, "others")])
    make_programme(intention=f'<p><a linktype="document" id="{document.pk}">Charte</a></p>')
    make_announcement(make_member("facilitator"), source=f"[La note]({document.url})")
    columns = ("kind", "object_id", "language", "address", "audience", "unless")
    before = sorted(map(str, FileUse.objects.values_list(*columns)))
    assert len(before) == 9
    FileUse.objects.all().delete()
    for name in (
        "content.migrations.0002_file_use",
        "learning.migrations.0004_file_uses",
        "announcements.migrations.0002_file_uses",
    ):
        importlib.import_module(f"essaim.{name}").note_files(apps, None)
    assert sorted(map(str, FileUse.objects.values_list(*columns))) == before
