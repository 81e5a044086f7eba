"""What whoever reviews an erasure sees: colleagues' words, those of a namesake, and files that nobody can rewrite."""

from typing import Any

import pytest
from django.test import Client
from tests.guard.world import make_world

from essaim.conversations.models import Post
from essaim.conversations.tests.factories import make_post, make_thread
from essaim.people.models import Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_member
from essaim.privacy.actions import erase as erasing
from essaim.privacy.actions.erasures import choose_left, order_erasure
from essaim.privacy.models import Erasure
from essaim.privacy.queries import traces_of

from .leaver import EMAIL, FIRST, ID, LAST, make_leaver
from .made import keep_document, keep_image, make_pdf, make_picture, make_word

pytestmark = pytest.mark.django_db
NAME = f"{FIRST} {LAST}"


@pytest.fixture
def media(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def _ordered(administrator: Member) -> Erasure:
    erasure = order_erasure(actor=administrator, member_id=ID, reason="left", keeps_texts=True)
    erasing.look(erasure_id=erasure.pk)
    erasure.refresh_from_db()
    return erasure


@pytest.fixture
def namesake() -> Member:
    """A colleague of the same name, at another address, in another job."""
    make_world()
    make_leaver()
    made = make_member(first_name=FIRST.upper(), last_name=LAST, email="z.quevremont@brindel.example", job_title="Juriste")
    return load_member(made.pk) or made


@pytest.fixture
def said(namesake: Member) -> dict[str, Post]:
    """Each way in which a text may speak of one of the two."""
    colleague = make_member()
    thread = make_thread(colleague, title="Qui fait quoi ?", source="Dites.")
    return {
        "signed": make_post(namesake, thread, f"Je m'en occupe.\n\n{NAME}"),
        "linked": make_post(colleague, thread, f"{NAME} répond, voir [sa page](/people/members/{namesake.pk}/)."),
        "written to": make_post(colleague, thread, f"{NAME} : z.quevremont@brindel.example"),
        "unclear": make_post(colleague, thread, f"C'est {NAME} qui sait."),
        "leaver": make_post(colleague, thread, f"{NAME} : {EMAIL}"),
        "both": make_post(colleague, thread, f"{NAME} ({EMAIL}) et @[{NAME}](member:{namesake.pk})"),
        "mention": make_post(colleague, thread, f"Merci @[{NAME}](member:{namesake.pk})."),
    }


def test_what_is_a_namesakes_is_unticked_and_says_why(said: dict[str, Post], namesake: Member, client: Client) -> None:
    administrator = make_member("administrator")
    erasure = _ordered(administrator)
    left = {name for name, post in said.items() if f"conversations_post.source:{post.pk}" in erasure.leave}
    assert left == {"signed", "linked", "written to"}
    # A mention of the namesake alone is no trace of the leaver: there is nothing to decide.
    assert not any(f":{said['mention'].pk}" in found["key"] for found in erasure.found)
    client.force_login(administrator)
    page = client.get(f"/privacy/erasures/{erasure.pk}/").content.decode().replace("\u00a0", " ").replace("\u202f", " ")
    assert "Quelqu’un d’autre porte ce nom" in page and "Juriste" in page
    assert page.count("par une autre personne du même nom") == 1
    assert page.count("renvoie à une autre personne du même nom") == 2
    for name, post in said.items():
        ticked = f'value="conversations_post.source:{post.pk}" checked' in page
        assert ticked == (name in {"unclear", "leaver", "both"}), name


def test_the_namesake_loses_nothing_and_is_no_residue(said: dict[str, Post], namesake: Member) -> None:
    erasure = _ordered(make_member("administrator"))
    erasing.erase(erasure_id=erasure.pk)
    texts = {name: Post.objects.get(pk=post.pk) for name, post in said.items()}
    for name in ("signed", "linked", "written to", "mention"):
        assert texts[name].source == said[name].source and texts[name].html == said[name].html, name
    assert texts["unclear"].source == "C'est [ancien membre] qui sait."
    assert "[ancien membre]" in texts["leaver"].source and EMAIL not in texts["leaver"].html
    assert texts["both"].source.endswith(f"et @[{namesake.name}](member:{namesake.pk})") and EMAIL not in texts["both"].source
    assert f'href="/people/members/{namesake.pk}/"' in texts["both"].html and namesake.name in texts["both"].html
    assert Member.objects.filter(pk=namesake.pk, first_name=FIRST.upper()).exists()
    erasure.refresh_from_db()
    assert {(left["table"], left["column"]) for left in erasure.residue} == {
        ("conversations_post", "source"), ("conversations_post", "html"),
    }  # fmt: skip


def test_what_nobody_looked_at_is_judged_in_the_same_way(said: dict[str, Post], namesake: Member) -> None:
    """Erased again after a backup, or written since somebody looked: no box was ticked or unticked."""
    thread = said["signed"].thread
    erasure = _ordered(make_member("administrator"))
    late = make_post(namesake, thread, f"Encore moi, {NAME}")
    erasing.erase(erasure_id=erasure.pk)
    assert Post.objects.get(pk=late.pk).source == f"Encore moi, {NAME}"


def test_an_administrator_knows_better(said: dict[str, Post], namesake: Member) -> None:
    administrator = make_member("administrator")
    erasure = _ordered(administrator)
    unclear = f"conversations_post.source:{said['unclear'].pk}"
    shown = [found["key"] for found in erasure.found]
    choose_left(actor=administrator, erasure_id=erasure.pk, shown=shown, leave=[unclear])
    erasing.erase(erasure_id=erasure.pk)
    assert Post.objects.get(pk=said["unclear"].pk).source == said["unclear"].source
    assert "[ancien membre]" in Post.objects.get(pk=said["signed"].pk).source


def test_what_the_page_did_not_show_was_not_unticked(client: Client) -> None:
    """A page opened while the name was still being looked for, or before a text was found."""
    make_leaver()
    shown = make_thread(make_member(), title=f"Merci {NAME}", source="Pour tout.")
    administrator = make_member("administrator")
    erasure = order_erasure(actor=administrator, member_id=ID, reason="left", keeps_texts=True)
    client.force_login(administrator)
    address = f"/privacy/erasures/{erasure.pk}/"
    early = client.get(address).content.decode()
    assert "On cherche encore" in early and 'name="name"' not in early and "Effacer maintenant" not in early
    assert client.post(address, {"name": NAME}).status_code == 422

    erasing.look(erasure_id=erasure.pk)
    key = f"conversations_thread.title:{shown.pk}"
    page = client.get(address).content.decode()
    assert f'name="shown" value="{key}"' in page and 'name="name"' in page
    client.post(address, {"name": NAME})
    erasing.erase(erasure_id=erasure.pk)
    shown.refresh_from_db()
    assert shown.title == "Merci [ancien membre]"


def test_a_line_that_was_shown_and_unticked_stays(client: Client) -> None:
    make_leaver()
    first, second = (make_thread(make_member(), title=f"{word} {NAME}", source="Oui.") for word in ("Merci", "Bravo"))
    administrator = make_member("administrator")
    erasure = _ordered(administrator)
    client.force_login(administrator)
    keys = [f"conversations_thread.title:{one.pk}" for one in (first, second)]
    # Each page showed one of them: what was said of the other stays said.
    for key in keys:
        client.post(f"/privacy/erasures/{erasure.pk}/", {"shown": [key], "keep": "1"})
    erasure.refresh_from_db()
    assert erasure.leave == sorted(keys)
    client.post(f"/privacy/erasures/{erasure.pk}/", {"shown": keys, "replace": keys[:1], "keep": "1"})
    erasure.refresh_from_db()
    assert erasure.leave == keys[1:]


def test_a_name_that_no_database_holds_finds_nobody(client: Client) -> None:
    client.force_login(make_member("administrator"))
    assert client.get("/privacy/erasures/?name=%00").status_code == 200


def test_without_a_namesake_nothing_is_said_of_any(client: Client) -> None:
    make_world()
    make_leaver()
    make_member(first_name=FIRST, last_name="Autre")
    make_thread(make_member(), title="Fil", source=f"{NAME} sait.")
    administrator = make_member("administrator")
    erasure = _ordered(administrator)
    client.force_login(administrator)
    assert "porte ce nom" not in client.get(f"/privacy/erasures/{erasure.pk}/").content.decode()
    assert erasure.leave == []


FILES = {
    "text of a PDF": ("note.pdf", make_pdf(f"Suivi par {NAME}"), True),
    "author of a PDF": ("note.pdf", make_pdf("Rien", author=NAME), True),
    "address in a PDF": ("note.pdf", make_pdf(f"Contact : {EMAIL}"), True),
    "author of a Word document": ("note.docx", make_word(NAME, ["Bonjour"]), True),
    "a name that is cut": ("note.docx", make_word("Bureau", ["Zéphy", "rine Quév", "remont"]), True),
    "a text": ("note.txt", f"Par {NAME}".encode(), True),
    "its own name": ("Zephyrine_Quevremont.pdf", make_pdf("Rien"), True),
    "another's": ("note.pdf", make_pdf("Suivi par Zéphyrine Autre"), False),
    "a film": ("film.mp4", b"\x00\x00", False),
}


@pytest.mark.parametrize("name", FILES)
def test_files_that_name_the_person_are_found(name: str, media: None) -> None:
    file, data, named = FILES[name]
    make_leaver()
    document = keep_document("Un fichier", file, data)
    found = list(erasing._by_hand(traces_of(ID)))
    assert [one.url for one in found] == ([f"/admin/documents/edit/{document.pk}/"] if named else [])


def test_the_artist_of_a_picture_and_a_file_that_cannot_be_read(media: None) -> None:
    make_leaver()
    artist, clean = keep_image("Photo", make_picture("Zephyrine Quevremont")), keep_image("Photo", make_picture("Autre"))
    broken = keep_document("Cassé", "note.pdf", b"%PDF-1.7 et puis rien")
    gone = keep_document("Perdu", "perdu.pdf", make_pdf(NAME))
    gone.file.storage.delete(gone.file.name)
    found = {one.url: str(one.todo) for one in erasing._by_hand(traces_of(ID))}
    assert set(found) == {f"/admin/images/{artist.pk}/", f"/admin/documents/edit/{broken.pk}/"}
    assert "lu" in found[f"/admin/documents/edit/{broken.pk}/"] and clean.pk != artist.pk


def test_the_page_says_what_to_do_with_files_and_keeps_the_list_without_the_name(media: None, client: Client) -> None:
    make_world()
    make_leaver()
    document = keep_document(f"CV de {NAME}", "cv.pdf", make_pdf(f"Suivi par {NAME}, {EMAIL}"))
    administrator = make_member("administrator")
    erasure = _ordered(administrator)
    client.force_login(administrator)
    page = client.get(f"/privacy/erasures/{erasure.pk}/").content.decode()
    assert f"/admin/documents/edit/{document.pk}/" in page and "Suivi par" in page and "une photo" in page
    erasing.erase(erasure_id=erasure.pk)
    erasure.refresh_from_db()
    assert [one["url"] for one in erasure.by_hand] == [f"/admin/documents/edit/{document.pk}/"]
    assert LAST not in str(erasure.by_hand) and EMAIL not in str(erasure.by_hand)
    page = client.get(f"/privacy/erasures/{erasure.pk}/").content.decode()
    assert f"/admin/documents/edit/{document.pk}/" in page and LAST not in page
