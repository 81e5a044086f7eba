"""Files that posts carry: those that name the person, and that nobody can rewrite, are shown to whoever erases."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.guard.world import make_world

from essaim.conversations.actions.attachments import Chosen, IncomingFile, attach
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.actions.writing import Enclosed
from essaim.conversations.filing import store
from essaim.conversations.models import Attachment, Post
from essaim.conversations.tests.factories import make_thread
from essaim.people.models import Member
from essaim.people.tests.factories import make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import ask_own_erasure
from essaim.privacy.file_texts import LARGEST, Unreadable, text_of
from essaim.privacy.models import Erasure
from essaim.privacy.traces import Traces

from .leaver import FIRST, LAST, make_leaver, run_jobs
from .made import make_pdf, make_word, make_zip

pytestmark = pytest.mark.django_db
NAME, HERE = f"{FIRST} {LAST}", Path(__file__).parent / "files"
COURT = (HERE / "court.doc").read_bytes()
SPACES = make_zip({"a.txt": b" " * 10 * 2**20})
FILES = {
    "author of a Word document": ("plan.docx", make_word(NAME, ["Bonjour"]), True),
    "text of a PDF": ("plan.pdf", make_pdf(f"Suivi par {NAME}"), True),
    "a text": ("plan.txt", f"Par {NAME}".encode(), True),
    "a text of an older program": ("plan.csv", f"Par;{NAME}".encode("cp1252"), True),
    # Made with LibreOffice.
    "a document of old Word": ("plan.doc", (HERE / "plan.doc").read_bytes(), True),
    "a sheet of old Excel": ("plan.xls", (HERE / "plan.xls").read_bytes(), True),
    "text in rich format": ("plan.txt", (HERE / "plan.rtf").read_bytes(), True),
    "a file in an archive": (
        "plan.zip",
        make_zip({"notes/lisez.txt": b"Bonjour", "plan.docx": make_word(NAME, ["Bonjour"])}),
        True,
    ),
    "a file in an archive in an archive": ("plan.zip", make_zip({"tout.zip": make_zip({"a.txt": NAME.encode()})}), True),
    "the name of a file in an archive": ("plan.zip", make_zip({f"{NAME}.mp4": b"film"}), True),
    "archives in archives, which are not opened": ("plan.zip", make_zip({"a.zip": make_zip({"b.zip": make_zip({})})}), True),
    "an archive that would become too large": ("plan.zip", make_zip({"a.txt": b" " * (LARGEST + 1)}), True),
    "archives that would together": ("plan.zip", make_zip({f"{n}.zip": SPACES for n in range(6)}), True),
    "a name beside a part that cannot be read": ("plan.zip", make_zip({"a.pdf": b"%PDF-1.7", "b.txt": NAME.encode()}), True),
    "an archive of a Mac": (
        "plan.zip",
        make_zip({"__MACOSX/._a.docx": b"x", "a.docx": make_word("Autre", ["Bonjour"])}),
        False,
    ),
    "nobody's archive": ("plan.zip", make_zip({"a.txt": b"Bonjour", "tout.zip": make_zip({"b.doc": COURT})}), False),
    "cannot be read": ("plan.pdf", b"%PDF-1.7 et puis rien", True),
    "another's": ("plan.docx", make_word("Zéphyrine Autre", ["Bonjour"]), False),
}


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.ATTACHMENTS_ROOT = tmp_path


def _give(author: Member, name: str, data: bytes) -> Attachment:
    return attach(actor=author, files=[IncomingFile(name, "", data)])[0]


def _publish(author: Member, name: str, data: bytes) -> Post:
    given = _give(author, name, data)
    return Post.objects.get(thread=make_thread(author, source="Voici.", enclosed=Enclosed([Chosen(given.key)])))


def _listed(leaver: Member, *, keeps_texts: bool = True) -> tuple[set[str], set[str]]:
    """Addresses of what has to be looked at: before the erasure, and once it is done."""
    erasure = ask_own_erasure(actor=leaver, keeps_texts=keeps_texts)
    erasing.look(erasure_id=erasure.pk)
    before = Erasure.objects.get().by_hand
    erasing.erase(erasure_id=erasure.pk)
    after = Erasure.objects.get().by_hand
    assert LAST not in str(after)
    return {one["url"] for one in before}, {one["url"] for one in after}


@pytest.mark.parametrize("name", FILES)
def test_a_colleagues_file_that_names_the_person_is_found(name: str) -> None:
    file, data, named = FILES[name]
    post = _publish(make_member(), file, data)
    assert Attachment.objects.get().name == file
    there = {f"/conversations/posts/{post.pk}/"} if named else set()
    assert _listed(make_leaver()) == (there, there)


def test_their_own_file_is_shown_where_it_stays_and_not_where_it_goes() -> None:
    post = _publish(make_leaver(), "plan.docx", make_word(NAME, ["Bonjour"]))
    leaver = Member.objects.get(pk=post.author_id)
    erasing.look(erasure_id=ask_own_erasure(actor=leaver, keeps_texts=False).pk)
    assert Erasure.objects.get().by_hand == []
    # They change their mind about their texts: what is looked at follows.
    ask_own_erasure(actor=leaver, keeps_texts=True)
    run_jobs()
    assert [one["url"] for one in Erasure.objects.get().by_hand] == [f"/conversations/posts/{post.pk}/"]
    there = {f"/conversations/posts/{post.pk}/"}
    assert _listed(leaver) == (there, there)
    assert store.place(Attachment.objects.get().path).is_file()


def test_what_they_deleted_or_never_published_goes_and_is_nobodys_work() -> None:
    leaver, data = make_leaver(), make_word(NAME, ["Bonjour"])
    delete_post(actor=leaver, post_id=_publish(leaver, "plan.docx", data).pk)
    _give(leaver, "autre.docx", data)
    _publish(leaver, "encore.docx", data)
    assert _listed(leaver, keeps_texts=False) == (set(), set())
    assert not Attachment.objects.exists()


def test_a_file_in_a_draft_leads_to_whose_draft_it_is_and_one_that_is_lost_stops_nothing() -> None:
    colleague = make_member()
    _give(colleague, "plan.docx", make_word(NAME, ["Bonjour"]))
    lost = _publish(colleague, "perdu.docx", make_word(NAME, ["Bonjour"]))
    store.remove(Attachment.objects.get(post=lost).path)
    there = {f"/people/members/{colleague.pk}/"}
    assert _listed(make_leaver()) == (there, there)


def test_the_page_shows_the_file_with_the_words_around_the_name(client: Client) -> None:
    make_world()
    post = _publish(make_member(), "plan.pdf", make_pdf(f"Suivi par {NAME}"))
    erasure = ask_own_erasure(actor=make_leaver(), keeps_texts=True)
    erasing.look(erasure_id=erasure.pk)
    client.force_login(make_member("administrator"))
    page = client.get(f"/privacy/erasures/{erasure.pk}/").content.decode()
    assert f'href="/conversations/posts/{post.pk}/"' in page and "Suivi par" in page and "Fichier joint, plan.pdf" in page


def test_short_names_in_the_cells_of_an_old_document_are_read() -> None:
    text = text_of("court.doc", COURT)
    for first, last in (("Léa", "Durand"), ("Zoé", "Le Goff")):
        assert Traces(1, first, last).found_in(text), first
    assert not Traces(1, "Léa", "Le Goff").found_in(text)


def test_what_is_no_old_document_cannot_be_read() -> None:
    with pytest.raises(Unreadable):
        text_of("plan.doc", b"\x00\x01 et puis rien")
    for data in (make_word(NAME, ["Bonjour"]), (HERE / "plan.rtf").read_bytes()):
        assert NAME in text_of("plan.doc", data)
