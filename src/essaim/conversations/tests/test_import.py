"""Conversations from files."""

from pathlib import Path

import pytest
from django.core.management import call_command

from essaim.conversations.importing import what_is_known
from essaim.conversations.models import Post, Thread
from essaim.journal.models import Entry
from essaim.kernel.errors import Refused
from essaim.people.tests.factories import make_audience, make_member
from essaim.ui.anchors import Anchor

from .factories import make_theme

pytestmark = pytest.mark.django_db

FILE = """
- title: Peut-on le citer ?
  kind: question
  theme: ecoute
  anchor: place-7
  restricted_to: []
  author: hugo@brindel.example
  date: 2026-11-03T16:40
  body: |
    Le client l'avait **écrit**.
  accepted: 1
  replies:
    - author: ines@brindel.example
      date: 2026-11-03T17:20
      body: Non.
    - author: hugo@brindel.example
      date: 2026-11-04T09:05
      reply_to: 1
      body: "@[Inès Robin](ines@brindel.example) merci."

- title: Ce qui marche
  kind: discussion
  anchor: place-7
  author: ines@brindel.example
  date: 2026-11-05T10:00
  body: Chez nous, le matin.

- title: Ce qui ne marche pas
  kind: discussion
  anchor: place-7
  author: ines@brindel.example
  date: 2026-11-06T10:00
  body: Le soir.
"""


@pytest.fixture
def folder(tmp_path: Path, places: dict[int, Anchor]) -> Path:
    make_member(email="hugo@brindel.example", first_name="Hugo", last_name="Tessier")
    make_member(email="ines@brindel.example", first_name="Inès", last_name="Robin")
    make_theme()
    (tmp_path / "fils.yaml").write_text(FILE)
    return tmp_path


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def read_in(path: Path) -> None:
    call_command("import_conversations", str(path), verbosity=0)


def test_threads_come_with_authors_dates_answers_and_names(folder: Path) -> None:
    read_in(folder)
    thread = Thread.objects.get(kind="question")
    first, answer, thanks = thread.posts.order_by("number")
    assert thread.title == "Peut-on le citer\u202f?"
    assert (thread.theme.slug, thread.anchor_type, thread.anchor_id, thread.is_main) == ("ecoute", "place", 7, False)
    assert (thread.posts_count, thread.answers_count, thread.last_number) == (3, 1, 3)
    assert thread.accepted_post == answer
    assert thread.created_at.isoformat() == first.created_at.isoformat() == "2026-11-03T15:40:00+00:00"
    assert thread.last_post_at == thanks.created_at
    assert thanks.parent == answer
    assert thanks.mentions.get().member == answer.author
    assert "<strong>écrit</strong>" in first.html


def test_the_first_discussion_of_an_anchor_is_its_main_one(folder: Path) -> None:
    read_in(folder)
    assert list(Thread.objects.filter(is_main=True).values_list("title", flat=True)) == ["Ce qui marche"]


def test_again_changes_nothing_and_a_new_reply_is_added(folder: Path) -> None:
    read_in(folder)
    before = list(Post.objects.order_by("pk").values())
    read_in(folder / "fils.yaml")
    assert list(Post.objects.order_by("pk").values()) == before
    assert Entry.objects.filter(type="conversations.threads-imported").count() == 1
    more = "  replies:\n    - {author: hugo@brindel.example, date: 2026-11-07T08:00, body: 'Chez nous aussi.'}\n"
    (folder / "fils.yaml").write_text(FILE + more)
    read_in(folder)
    assert Post.objects.count() == len(before) + 1
    assert Thread.objects.get(title="Ce qui ne marche pas").answers_count == 1


def test_nobody_is_told_of_what_was_said_long_ago(folder: Path) -> None:
    read_in(folder)
    assert list(Entry.objects.values_list("type", flat=True)) == ["conversations.threads-imported"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("hugo@brindel.example\n  date", "nobody@brindel.example\n  date", "line 2 (Peut-on le citer ?): author: there is no member"),
        ("theme: ecoute", "theme: absent", "theme: “absent” is not known; known are ecoute"),
        ("anchor: place-7\n  restricted", "anchor: place-99\n  restricted", "anchor: there is no “place-99”"),
        ("restricted_to: []", "restricted_to: [rh]", "restricted_to: “rh” is not known"),
        ("accepted: 1", "accepted: 3", "accepted: 3"),
        ("reply_to: 1", "reply_to: 2", "reply 2: reply_to: 2"),
        ("2026-11-04T09:05", "hier", "reply 2: date: “hier”"),
        ("kind: question", "kind: song", "kind: “song”"),
        ("body: Non.", "body: ''", "reply 1: body: 0 characters"),
        ("title: Ce qui marche", "title: " + "x" * 200, "title: 200 characters"),
        ("body: Le soir.", "text: Le soir.", "unknown: text"),
        ("- title: Ce qui marche", "- title: [Ce qui", "not YAML"),
        (FILE, "title: seul", "a list of threads is expected"),
        (FILE, "- juste un texte", "a thread is expected"),
    ],
)  # fmt: skip
def test_a_wrong_file_says_where_and_imports_nothing(folder: Path, old: str, new: str, words: str) -> None:
    assert old in FILE
    (folder / "fils.yaml").write_text(FILE.replace(old, new, 1))
    with pytest.raises(Refused) as refused:
        read_in(folder)
    assert words in str(refused.value)
    assert not Thread.objects.exists()


def test_a_missing_or_empty_folder_is_said(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent.yaml"):
        with pytest.raises(Refused):
            read_in(path)


def test_a_free_thread_may_be_for_an_audience_and_an_anchored_one_is_as_its_anchor(
    folder: Path, places: dict[int, Anchor]
) -> None:
    audience = make_audience("rh")
    (folder / "fils.yaml").write_text(FILE.replace("anchor: place-7\n  restricted_to: []", "restricted_to: [rh]"))
    places[7] = Anchor("La leçon sept", "/ici/", restricted_to=(audience.pk,))
    read_in(folder)
    assert {tuple(ids) for ids in Thread.objects.values_list("restricted_to", flat=True)} == {(audience.pk,)}


def test_files_name_members_whatever_the_case(folder: Path) -> None:
    (folder / "fils.yaml").write_text(FILE.replace("hugo@brindel.example", "Hugo@Brindel.example"))
    read_in(folder)
    assert Thread.objects.count() == 3
    assert "hugo@brindel.example" in what_is_known().members


def test_a_page_of_the_web_and_a_poll_with_its_votes_come_too(folder: Path) -> None:
    (folder / "fils.yaml").write_text("""
- {title: Vu, kind: finding, url: "https://example.org/a", source: La revue, author: hugo@brindel.example, date: 2026-11-05, body: Lu.}
- title: Quel jour
  kind: poll
  options: [Lundi, Mardi]
  votes: [{author: hugo@brindel.example, choice: 2}, {author: ines@brindel.example, choice: 2}]
  author: hugo@brindel.example
  date: 2026-11-05
  body: Dites.
""")
    read_in(folder)
    assert Thread.objects.get(kind="finding").finding.url == "https://example.org/a"
    poll = Thread.objects.get(kind="poll").poll
    assert poll.voters == 2
    assert list(poll.options.order_by("position").values_list("text", "votes")) == [("Lundi", 0), ("Mardi", 2)]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("finding", "finding: "),
        ("finding, url: 'ftp://a.b/'", "finding: "),
        ("poll", "poll: "),
        ("poll, options: [Un, Deux], votes: [{author: hugo@brindel.example, choice: 3}]", "votes: "),
        ("poll, options: [Un, Deux], votes: [{author: nobody@brindel.example, choice: 1}]", "votes: "),
        ("poll, options: Un", "options: a list is expected"),
    ],
)
def test_what_a_kind_misses_is_said(folder: Path, kind: str, words: str) -> None:
    (folder / "fils.yaml").write_text(
        f"- {{title: X, kind: {kind}, author: hugo@brindel.example, date: 2026-11-05, body: Lu.}}\n"
    )
    with pytest.raises(Refused) as refused:
        read_in(folder)
    assert words in str(refused.value)
    assert not Thread.objects.exists()
