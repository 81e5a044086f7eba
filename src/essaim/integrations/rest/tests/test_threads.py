"""Threads and posts in the API: opened, answered, changed, reacted to, with their files, and imported in the name of others."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from essaim.conversations.models import Thread
from essaim.conversations.tests.factories import make_post, make_theme, make_thread
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.learning.tests.factories import lesson_of, make_lesson_page
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db


def test_a_thread_is_opened_answered_changed_and_its_post_deleted(program: Callable[..., Any]) -> None:
    make_theme("ecoute")
    author, colleague = make_member(), make_member()
    asking, answering = program(author), program(colleague)
    thread = asking.post("/threads", {"title": "Qui sait ?", "text": "**Dites**-moi.", "theme": "ecoute"}).json()
    assert (thread["kind"], thread["theme"], thread["posts"]) == ("question", "ecoute", 1)
    opening = asking.get(f"/posts?thread={thread['id']}").json()["items"][0]
    written = answering.post("/posts", {"thread": thread["id"], "parent": opening["id"], "text": "Moi."})
    assert written.status_code == 201 and written.json()["text"] == "Moi." and written.json()["parent_id"] == opening["id"]
    assert asking.get(f"/posts/{written.json()['id']}").json()["text"] is None
    assert asking.send("PATCH", f"/posts/{written.json()['id']}", {"text": "Pas moi."}).status_code == 404
    changed = asking.send("PATCH", f"/posts/{opening['id']}", {"title": "Qui saurait ?"})
    assert changed.json()["text"] == "**Dites**-moi." and "<strong>" in changed.json()["html"]
    after = asking.get(f"/threads/{thread['id']}").json()
    assert after["title"].startswith("Qui saurait") and after["theme"] == "ecoute" and after["answers"] == 1
    assert answering.send("DELETE", f"/posts/{written.json()['id']}").status_code == 204
    gone = asking.get(f"/posts/{written.json()['id']}").json()
    assert gone["deleted"] and gone["html"] == "" and gone["text"] is None


def test_threads_and_posts_come_page_after_page(program: Callable[..., Any]) -> None:
    member = make_member()
    threads = [make_thread(member) for _ in range(5)]
    for _ in range(5):
        make_post(member, threads[0])
    asking = program(member)
    assert [row["id"] for row in asking.everything("/threads?limit=2")] == [one.pk for one in [threads[0], *threads[:0:-1]]]
    assert [row["number"] for row in asking.everything(f"/posts?thread={threads[0].pk}&limit=2")] == [1, 2, 3, 4, 5, 6]
    assert len(asking.everything("/threads?show=unanswered")) == 5


def test_the_first_post_under_a_lesson_opens_its_discussion(program: Callable[..., Any]) -> None:
    lesson = lesson_of(make_lesson_page())
    asking = program(make_member())
    assert asking.post("/posts", {"about": f"lesson:{lesson.pk}", "text": "Utile."}).status_code == 201
    (thread,) = asking.everything(f"/threads?about=lesson:{lesson.pk}")
    assert thread["about"]["id"] == lesson.pk and thread["title"]
    assert asking.post("/posts", {"text": "Où ?"}).json()["code"] == "where"


def test_a_part_with_what_no_database_keeps_breaks_nothing(program: Callable[..., Any]) -> None:
    lesson = lesson_of(make_lesson_page())
    body = {"title": "Sur un exercice ?", "text": "Lequel ?", "about": f"lesson:{lesson.pk}", "part": "a\x00b"}
    assert program(make_member()).post("/threads", body).json()["part"] == "a b"


def test_an_importer_says_whose_and_when(program: Callable[..., Any]) -> None:
    running, author, since = make_member("facilitator"), make_member(), datetime(2019, 5, 2, 9, 0, tzinfo=UTC)
    importing = program(running, "read", "write", "import")
    body = {"title": "Vieux fil", "text": "Il était une fois.", "author": author.email, "created_at": since.isoformat()}
    thread = importing.post("/threads", body, Idempotency_Key="archive-1").json()
    assert thread["author_id"] == author.pk and thread["created_at"] == "2019-05-02T09:00:00Z"
    later = {
        "thread": thread["id"],
        "text": "Puis.",
        "author": author.email,
        "created_at": (since + timedelta(days=1)).isoformat(),
    }
    assert importing.post("/posts", later).json()["author_id"] == author.pk
    kept = Thread.objects.get()
    assert kept.last_post_at == since + timedelta(days=1) and (kept.posts_count, kept.answers_count) == (2, 0)
    assert set(Entry.objects.filter(type__startswith="conversations").values_list("type", flat=True)) == {
        "conversations.threads-imported"
    }
    for wrong, code in (
        ({"author": "personne@brindel.example"}, "author-unknown"),
        ({"created_at": (clock.now() + timedelta(days=1)).isoformat()}, "date"),
        ({"created_at": "2019-05-02T09:00:00"}, "date"),
    ):
        assert importing.post("/threads", body | wrong).json()["code"] == code


def test_nobody_else_speaks_for_another(program: Callable[..., Any]) -> None:
    author = make_member()
    asking = program(make_member("administrator"), "read", "write")
    refused = asking.post("/threads", {"title": "T", "text": "t", "author": author.email})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope")
    assert not Thread.objects.exists()


def test_a_file_is_given_carried_and_seen_with_its_post(program: Callable[..., Any], settings: Any, tmp_path: Any) -> None:
    settings.ATTACHMENTS_ROOT = tmp_path
    writer, reader = make_member(), make_member()
    thread, asking = make_thread(reader), program(writer)
    content = base64.b64encode(b"%PDF-1.4 x").decode()
    given = asking.post("/files", {"name": "plan.pdf", "content": content}).json()
    assert given["media_type"] == "application/pdf"
    assert (
        asking.post("/files", {"name": "plan.exe", "content": base64.b64encode(b"MZ").decode()}).json()["code"] == "file-type"
    )
    assert asking.post("/files", {"name": "plan.pdf", "content": "é"}).json()["code"] == "base64"
    body = {"thread": thread.pk, "text": "Voici.", "attachments": [{"key": given["key"]}]}
    written = asking.post("/posts", body).json()
    seen = program(reader).get(f"/posts/{written['id']}").json()
    assert [one["name"] for one in seen["attachments"]] == ["plan.pdf"]


def test_reactions_and_what_changed(program: Callable[..., Any]) -> None:
    author, reader = make_member(), make_member()
    post = make_post(author, make_thread(reader), "Le lundi.")
    writing, reading = program(author), program(reader)
    for _again in range(2):
        said = reading.post(f"/posts/{post.pk}/reactions", {"meaning": "useful"})
        assert [(one["meaning"], one["members"]) for one in said.json()] == [("useful", [reader.pk])]
    assert reading.get(f"/posts/{post.pk}").json()["reactions"] == {"useful": 1}
    assert writing.post(f"/posts/{post.pk}/reactions", {"meaning": "useful"}).json()["code"] == "own-post"
    assert reading.send("DELETE", f"/posts/{post.pk}/reactions/useful", None).status_code == 204
    assert reading.get(f"/posts/{post.pk}/reactions").json() == []
    writing.send("PATCH", f"/posts/{post.pk}", {"text": "Le mardi."})
    (change,) = reading.get(f"/posts/{post.pk}/revisions").json()
    assert ["gone", "lundi."] in change["pieces"] and ["new", "mardi."] in change["pieces"]


def test_what_changed_of_a_title_and_of_the_page_that_a_thread_is_about(program: Callable[..., Any]) -> None:
    writing = program(make_member())
    body = {"kind": "finding", "title": "Vu hier", "text": "À lire.", "url": "https://example.org/a", "source": "La revue"}
    thread = writing.post("/threads", body).json()["id"]
    (opening,) = writing.get(f"/posts?thread={thread}").json()["items"]
    writing.send("PATCH", f"/posts/{opening['id']}", {"title": "Vu lundi"})
    writing.send("PATCH", f"/posts/{opening['id']}", {"url": "https://example.org/b"})
    page, title = writing.get(f"/posts/{opening['id']}/revisions").json()
    assert (page["title"], title["page"]) == ([], [])
    assert ["gone", "hier"] in title["title"] and ["new", "lundi"] in title["title"]
    assert {kind for kind, _words in page["page"]} >= {"gone", "new"} and "example.org/b" in str(page["page"])
