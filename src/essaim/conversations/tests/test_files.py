"""Files that posts carry: taken in by what they are, seen by those who see the post, and nothing in them runs."""

import datetime
import io
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from essaim.conversations.actions.attachments import Chosen, IncomingFile, attach, sweep
from essaim.conversations.actions.drafts import Begun, save_draft
from essaim.conversations.actions.posts import delete_post, edit_post
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.filing import store
from essaim.conversations.models import Attachment, Post
from essaim.kernel import clock
from essaim.kernel.errors import Refused
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from . import files
from .factories import make_post, make_thread

pytestmark = pytest.mark.django_db

WORD = ("[Content_Types].xml", "word/document.xml")


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.ATTACHMENTS_ROOT = tmp_path / "attachments"
    yield


def give(member: Member, name: str, content: bytes) -> Attachment:
    return attach(actor=member, files=[IncomingFile(name, "application/octet-stream", content)])[0]


@pytest.mark.parametrize(
    ("name", "content", "kind", "kept"),
    [
        ("photo.png", files.picture(), "image/png", "photo.png"),
        ("photo.txt", files.picture("JPEG"), "image/jpeg", "photo.jpg"),
        ("animé.gif", files.picture("GIF"), "image/gif", "animé.gif"),
        ("IMG_1.HEIC", files.picture("HEIF"), "image/jpeg", "IMG_1.jpg"),
        ("dessin.svg", files.SVG, "image/svg+xml", "dessin.svg"),
        ("compte rendu.pdf", files.PDF, "application/pdf", "compte rendu.pdf"),
        ("note.docx", files.archive(*WORD), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "note.docx"),
        (
            "plan.odt", files.archive("content.xml", first=("mimetype", "application/vnd.oasis.opendocument.text")),
            "application/vnd.oasis.opendocument.text", "plan.odt",
        ),
        ("lot.zip", files.archive("a.txt"), "application/zip", "lot.zip"),
        ("film.mov", b"\0\0\0\x18ftypmp42" + b"\0" * 40, "video/mp4", "film.mp4"),
        ("liste.csv", "nom;prénom\n".encode("latin-1"), "text/csv", "liste.csv"),
        ("../../etc/passwd", b"du texte", "text/plain", "passwd.txt"),
        ('a"b\u202egnp.<b>.txt', b"x", "text/plain", "abgnp.b.txt"),
    ],
    ids=["png", "jpeg named txt", "gif", "heic", "svg", "pdf", "docx", "odt", "zip", "mp4", "csv", "path", "turned name"],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(name: str, content: bytes, kind: str, kept: str) -> None:
    attachment = give(make_member(), name, content)
    assert (attachment.media_type, attachment.name) == (kind, kept)
    assert re.fullmatch(r"[0-9a-f]{2}/[0-9a-f]{32}", attachment.path)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("vide.pdf", b"", "est vide"),
        ("page.html", b"<!doctype html><script>alert(1)</script>", "type"),
        ("page.pdf", b"<html><svg onload=alert(1)></html>", "type"),
        ("outil.exe", b"MZ\x90\0", "type"),
        ("script.txt", b"#!/bin/sh\nrm -rf /", "type"),
        ("macro.docx", files.archive(*WORD, "word/vbaProject.bin"), "macros"),
        ("bombe.png", files.bomb(), "pixels"),
        ("cassé.png", b"\x89PNG\r\n\x1a\n" + b"x" * 40, "ne se lit pas"),
        ("ami.svg", b'<!DOCTYPE s [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>', "ne se lit pas"),
        ("photo.heic", b"\0\0\0\x18ftypheic" + b"\0" * 40, "ne se lit pas"),
        ("données.bin", bytes(range(256)), "type"),
        ("gros.txt", b"x" * (25 * 1024 * 1024 + 1), "25"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value else "",
)  # fmt: skip
def test_what_is_not_exchanged_is_refused_in_words(name: str, content: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        give(make_member(), name, content)
    assert not Attachment.objects.exists()


def test_a_photo_keeps_nothing_but_the_picture() -> None:
    source = files.photo()
    assert b"Secrete" in source and b"TelephoneMaker" in source
    attachment = give(make_member(), "vacances.jpg", source)
    for path in (store.place(attachment.path), store.shown(attachment.path)):
        kept = path.read_bytes()
        assert b"Secrete" not in kept and b"TelephoneMaker" not in kept and b"Exif" not in kept
        with Image.open(io.BytesIO(kept)) as image:
            assert not image.getexif() and "comment" not in image.info and "icc_profile" not in image.info
            # Upright, as it was held.
            assert image.height > image.width
    assert (attachment.width, attachment.height) == (2000, 3000)
    with Image.open(store.shown(attachment.path)) as shown:
        assert max(shown.size) == 1280


def test_a_drawing_is_neutral_and_is_sent_where_nothing_runs(client: Client) -> None:
    member = make_member()
    attachment = give(member, "dessin.svg", files.SVG)
    client.force_login(member)
    response = client.get(f"/conversations/files/{attachment.key}/")
    drawn = b"".join(response.streaming_content)
    assert b"circle" in drawn
    for harm in (b"script", b"alert", b"foreignObject", b"elsewhere", b"onload", b"javascript"):
        assert harm not in drawn
    assert "sandbox" in response["Content-Security-Policy"] and response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(("name", "content", "how"), [("a.pdf", files.PDF, "attachment"), ("a.png", files.picture(), "inline")])
def test_only_pictures_and_films_open_in_the_page(client: Client, name: str, content: bytes, how: str) -> None:
    member = make_member()
    client.force_login(member)
    response = client.get(f"/conversations/files/{give(member, name, content).key}/")
    assert response["Content-Disposition"].startswith(how)
    assert "sandbox" in response["Content-Security-Policy"]
    assert "private" in response["Cache-Control"]


def test_a_film_is_sent_by_ranges(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    attachment = give(member, "film.mp4", b"\0\0\0\x18ftypmp42" + bytes(range(200)))
    response = client.get(f"/conversations/files/{attachment.key}/", headers={"Range": "bytes=4-7"})
    assert response.status_code == 206 and b"".join(response.streaming_content) == b"ftyp"
    assert client.get(f"/conversations/files/{attachment.key}/", headers={"Range": "bytes=9999-"}).status_code == 416


def test_a_file_is_seen_by_those_who_see_its_post(client: Client) -> None:
    insider, outsider, facilitator = make_member(), make_member(), make_member("facilitator")
    audience = make_audience("reserve", insider)
    insider = load_member(insider.pk) or insider
    attachment = give(insider, "a.pdf", files.PDF)
    address = f"/conversations/files/{attachment.key}/"

    def got(member: Member) -> int:
        client.force_login(member)
        return client.get(address).status_code

    # Before it is published it is of nobody else's business.
    assert (got(insider), got(outsider), got(facilitator)) == (200, 404, 404)
    thread = make_thread(insider, restricted_to=[audience.pk], enclosed=Enclosed([Chosen(attachment.key)]))
    assert (got(insider), got(outsider), got(facilitator)) == (200, 404, 404)
    client.logout()
    assert client.get(address).status_code == 302
    make_audience("reserve-2", outsider)
    thread.restricted_to = []
    thread.save()
    assert got(outsider) == 200
    delete_post(actor=insider, post_id=Post.objects.get(thread=thread).pk)
    assert (got(insider), got(outsider)) == (404, 404)
    # The folder that content is served from does not hold it.
    client.force_login(insider)
    assert client.get(f"/content/media/{attachment.path}").status_code == 404


def test_nobody_publishes_the_file_of_another() -> None:
    member, other = make_member(), make_member()
    theirs = give(other, "a.pdf", files.PDF)
    with pytest.raises(Refused, match="plus là"):
        make_thread(member, enclosed=Enclosed([Chosen(theirs.key)]))
    assert not Post.objects.exists()


def test_without_javascript_files_come_with_the_form_and_nothing_is_lost(client: Client) -> None:
    member = make_member()
    thread = make_thread(make_member())
    client.force_login(member)
    address = f"/conversations/threads/{thread.pk}/"
    form = {"source": "Voici le plan.", "key": str(uuid.uuid4())}
    sent = [
        SimpleUploadedFile("plan.png", files.picture()),
        SimpleUploadedFile("outil.exe", b"MZ\0"),
        SimpleUploadedFile("b.pdf", files.PDF),
    ]
    page = client.post(address, form | {"files": sent})
    assert page.status_code == 422 and "outil.exe" in page.text and "Voici le plan." in page.text
    keys = re.findall(r'name="attached" value="([^"]+)"', page.text)
    assert len(keys) == 2 and thread.posts.count() == 1
    # The picture has no words yet: it says so, and keeps both files.
    page = client.post(address, form | {"attached": keys})
    assert page.status_code == 422 and "plan.png" in page.text
    assert re.findall(r'name="attached" value="([^"]+)"', page.text) == keys
    page = client.post(address, form | {"attached": keys, f"alt-{keys[0]}": 'Un "plan" <b>rouge</b>'}, follow=True)
    assert 'alt="Un &#34;plan&#34; &lt;b&gt;rouge&lt;/b&gt;"' in page.text
    assert "b.pdf" in page.text
    post = thread.posts.get(number=2)
    assert [one["key"] for one in post.files] == keys
    assert [(one["w"], one["h"]) for one in post.files] == [(40, 30), (0, 0)]


def test_editing_takes_a_file_away_and_adds_another() -> None:
    member = make_member()
    old, new = give(member, "vieux.pdf", files.PDF), give(member, "neuf.pdf", files.PDF)
    post = Post.objects.get(thread=make_thread(member, enclosed=Enclosed([Chosen(old.key)])))
    edit_post(actor=member, post_id=post.pk, source=post.source, language="fr", enclosed=Enclosed([Chosen(new.key)]))
    post.refresh_from_db()
    assert [one["name"] for one in post.files] == ["neuf.pdf"] and post.edited_at
    assert list(post.attachments.values_list("name", flat=True)) == ["neuf.pdf"]
    # A program that only changes the text says nothing of files: they stay.
    edit_post(actor=member, post_id=post.pk, source="Autre chose.", language="fr")
    post.refresh_from_db()
    assert len(post.files) == 1


def test_eleven_files_are_too_many() -> None:
    member = make_member()
    keys = [give(member, f"{n}.pdf", files.PDF).key for n in range(11)]
    with pytest.raises(Refused, match="10 fichiers"):
        make_thread(member, enclosed=Enclosed([Chosen(key) for key in keys]))


def test_what_nobody_published_in_a_day_goes_unless_a_draft_holds_it(
    settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    member = make_member()
    lost, drafted, published, fresh = (give(member, f"{n}.pdf", files.PDF) for n in ("perdu", "brouillon", "publie", "neuf"))
    make_thread(member, enclosed=Enclosed([Chosen(published.key)]))
    save_draft(actor=member, place="new", key=uuid.uuid4(), begun=Begun("Je commence", files=[drafted.key]))
    Attachment.objects.exclude(pk=fresh.pk).update(created_at=clock.now() - datetime.timedelta(hours=25))
    (settings.ATTACHMENTS_ROOT / "aa").mkdir(exist_ok=True)
    stray = settings.ATTACHMENTS_ROOT / "aa" / "of-no-row"
    stray.write_bytes(b"x")
    with django_capture_on_commit_callbacks(execute=True):
        assert sweep(clock.now()) == 1
    assert set(Attachment.objects.values_list("name", flat=True)) == {"brouillon.pdf", "publie.pdf", "neuf.pdf"}
    assert stray.exists() and not store.place(lost.path).exists()
    # A file of no row is judged by its own date.
    sweep(clock.now() + datetime.timedelta(hours=25))
    assert not stray.exists() and store.place(published.path).exists()


def test_the_composer_takes_one_in_and_gives_it_back(client: Client) -> None:
    member = make_member()
    client.force_login(member)
    taken = client.post("/conversations/files/", {"file": SimpleUploadedFile("plan.png", files.picture())})
    assert taken.status_code == 201 and taken.json()["picture"] is True
    assert client.post("/conversations/files/", {"file": SimpleUploadedFile("a.exe", b"MZ")}).json()["code"] == "file-type"
    assert client.post("/conversations/files/").status_code == 422
    other = Client()
    other.force_login(make_member())
    address = f"/conversations/files/{taken.json()['key']}/remove/"
    assert other.post(address).status_code == 404
    assert client.post(address).status_code == 204
    assert not Attachment.objects.exists()


def test_a_reply_without_files_asks_nothing_more(django_assert_max_num_queries: Any) -> None:
    member, thread = make_member(), make_thread(make_member())
    with django_assert_max_num_queries(6):
        make_post(member, thread)
