"""What each resource gives and takes, and that nothing passes that the pages do not show."""

import base64
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command

from essaim.conversations.models import Post, Thread
from essaim.conversations.tests.factories import make_post, make_theme, make_thread
from essaim.journal.events import event_types
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.learning.models import Answer, Progress
from essaim.learning.tests.factories import lesson_of, make_lesson_page, make_sequence_page, quiz, sequence_of, text
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_job_family, make_member, make_team

pytestmark = pytest.mark.django_db


def everything(asking: Any, path: str) -> list[dict[str, Any]]:
    """All items of a list, page after page."""
    found: list[dict[str, Any]] = []
    address: str | None = path
    while address:
        body = asking.get(address).json()
        found += body["items"]
        address = body["next"]
    return found


def test_people_come_in_the_order_of_their_names_page_after_page(program: Callable[..., Any]) -> None:
    asking = program(make_member(last_name="Zola"))
    for name in ("Émile", "Eric", "Abel", "Étienne"):
        make_member(last_name=name)
    make_member(last_name="Parti", is_active=False)
    names = [person["last_name"] for person in everything(asking, "/people?limit=2")]
    assert names == ["Abel", "Émile", "Eric", "Étienne", "Zola"]
    assert [one["last_name"] for one in everything(asking, "/people?name=emile")] == ["Émile"]


def test_a_person_is_shown_as_on_their_page(program: Callable[..., Any]) -> None:
    top = make_team("Maison")
    boss = make_member(last_name="Chef")
    person = make_member(manager=boss, team=make_team("Atelier", top), job_family=make_job_family("rh"))
    body = program(make_member("administrator")).get(f"/people/{person.pk}").json()
    assert body["teams"] == ["Maison", "Atelier"] and body["manager"]["id"] == boss.pk and body["job_family"]["slug"] == "rh"
    assert not {"email", "employee_number", "objectives", "audiences", "roles"} & body.keys()
    assert str(person.email) not in str(body)


def test_since_when_somebody_is_here_is_theirs_and_the_administrators(program: Callable[..., Any]) -> None:
    claire = make_member(arrived_on="2018-04-09")
    for reader, shown in ((make_member(), None), (make_member("administrator"), "2018-04-09"), (claire, "2018-04-09")):
        assert program(reader).get(f"/people/{claire.pk}").json()["arrived_on"] == shown
    assert program(claire).get("/me").json()["arrived_on"] == "2018-04-09"


def test_teams_are_a_tree(program: Callable[..., Any]) -> None:
    asking = program(make_member())
    top = make_team("Maison")
    below = make_team("Atelier", top)
    make_team("Autre")
    found = everything(asking, "/teams?limit=1")
    assert [team["name"] for team in found] == ["Maison", "Atelier", "Autre"]
    assert [team["id"] for team in everything(asking, f"/teams?parent={top.pk}")] == [below.pk]
    assert asking.get(f"/teams/{below.pk}").json()["path"] == ["Maison", "Atelier"]


def test_members_see_their_audiences_and_facilitators_all_with_rules(program: Callable[..., Any]) -> None:
    member = make_member()
    mine, other = make_audience("a", member), make_audience("b")
    asking, running = program(member), program(make_member("facilitator"))
    assert [(one["id"], one["rule"], one["size"]) for one in everything(asking, "/audiences")] == [(mine.pk, None, None)]
    assert asking.get(f"/audiences/{other.pk}").status_code == 404
    seen = everything(running, "/audiences?limit=1")
    assert [one["id"] for one in seen] == [mine.pk, other.pk] and all(one["rule"] and one["size"] for one in seen)


def test_what_is_restricted_is_not_there(program: Callable[..., Any]) -> None:
    insider = make_member()
    audience = make_audience("reserve", insider)
    insider = load_member(insider.pk)
    thread = make_thread(insider, title="Entre nous, zibeline ?", restricted_to=[audience.pk])
    page = make_sequence_page(title="Zibeline", restricted_to=[audience])
    lesson = lesson_of(make_lesson_page(page))
    call_command("search_rebuild", verbosity=0)
    post = thread.posts.get()
    paths = [
        f"/threads/{thread.pk}", f"/posts/{post.pk}", f"/posts?thread={thread.pk}", f"/sequences/{sequence_of(page).pk}",
        f"/lessons/{lesson.pk}", f"/lessons?sequence={sequence_of(page).pk}",
    ]  # fmt: skip
    inside, outside = program(insider), program(make_member("administrator"))
    for path in paths:
        assert (inside.get(path).status_code, outside.get(path).status_code) == (200, 404), path
    for path in ("/threads", "/sequences", "/search?q=zibeline", f"/threads?about=lesson:{lesson.pk}"):
        assert outside.get(path).json()["items"] == [], path
    assert everything(inside, "/search?q=zibeline")
    assert outside.post("/posts", {"thread": thread.pk, "text": "Coucou"}).status_code == 404
    assert outside.post("/posts", {"about": f"lesson:{lesson.pk}", "text": "Coucou"}).status_code == 404
    assert outside.post("/threads", {"title": "T", "text": "t", "audiences": [audience.pk]}).status_code == 422
    assert outside.send("PUT", f"/lessons/{lesson.pk}/progress", {"state": "begun"}).status_code == 404
    assert Post.objects.count() == 1 and not Progress.objects.exists()


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
    assert [row["id"] for row in everything(asking, "/threads?limit=2")] == [one.pk for one in [threads[0], *threads[:0:-1]]]
    assert [row["number"] for row in everything(asking, f"/posts?thread={threads[0].pk}&limit=2")] == [1, 2, 3, 4, 5, 6]
    assert len(everything(asking, "/threads?show=unanswered")) == 5


def test_the_first_post_under_a_lesson_opens_its_discussion(program: Callable[..., Any]) -> None:
    lesson = lesson_of(make_lesson_page())
    asking = program(make_member())
    assert asking.post("/posts", {"about": f"lesson:{lesson.pk}", "text": "Utile."}).status_code == 201
    (thread,) = everything(asking, f"/threads?about=lesson:{lesson.pk}")
    assert thread["about"]["id"] == lesson.pk and thread["title"]
    assert asking.post("/posts", {"text": "Où ?"}).json()["code"] == "where"


def test_answers_of_a_quiz_show_after_answering_as_on_the_page(program: Callable[..., Any]) -> None:
    asked = quiz()
    lesson = lesson_of(make_lesson_page(body=[text("Lisez."), asked]))
    asking, other = program(make_member()), program(make_member())
    before = asking.get(f"/lessons/{lesson.pk}").json()
    part = before["parts"][1]
    assert [choice["right"] for choice in part["choices"]] == [None] * 3
    assert part["explanation"] is None and "Retour" not in str(before) and before["begun"] is False
    path = f"/lessons/{lesson.pk}/answers/{part['id']}"
    given = asking.send("PUT", path, {"choices": [part["choices"][0]["id"]]}).json()
    assert [choice["right"] for choice in given["choices"]] == [False, True, False]
    assert [choice["feedback"] for choice in given["choices"]] == ["Retour 0", None, None] and given["explanation"]
    assert asking.get(f"/lessons/{lesson.pk}").json()["parts"][1]["answer"] == {"choices": [part["choices"][0]["id"]]}
    assert other.get(f"/lessons/{lesson.pk}").json()["parts"][1]["answer"] is None
    assert asking.send("PUT", path, {"choices": ["nothing"]}).json()["code"] == "answer"
    assert asking.send("PUT", f"/lessons/{lesson.pk}/answers/{uuid.uuid4()}", {}).status_code == 404
    assert asking.send("DELETE", path).status_code == 204 and not Answer.objects.exists()


def test_each_reads_the_part_of_their_audience(program: Callable[..., Any]) -> None:
    member = make_member()
    audience = make_audience("a", member)
    lesson = lesson_of(make_lesson_page(body=[text("Pour vous.", audience), text("Pour les autres.", "others")]))
    mine = program(load_member(member.pk)).get(f"/lessons/{lesson.pk}").json()["parts"]
    others = program(make_member()).get(f"/lessons/{lesson.pk}").json()["parts"]
    assert "Pour vous" in mine[0]["html"] and mine[0]["adapted_to"] and len(mine) == 1
    assert "Pour les autres" in others[0]["html"]


def test_progress_is_noted_and_only_goes_forward(program: Callable[..., Any]) -> None:
    page = make_sequence_page()
    lesson = lesson_of(make_lesson_page(page))
    member = make_member()
    asking = program(member)
    path = f"/lessons/{lesson.pk}/progress"
    assert asking.send("PUT", path, {"state": "begun"}).json()["completed_at"] is None
    done = asking.send("PUT", path, {"state": "completed"}).json()
    assert done["completed_at"] and asking.send("PUT", path, {"state": "begun"}).json() == done
    (sequence,) = everything(asking, "/sequences")
    assert (sequence["lessons"], sequence["done"]) == (1, 1)
    assert everything(program(make_member("administrator")), "/sequences")[0]["done"] == 0


def test_lessons_come_in_reading_order(program: Callable[..., Any]) -> None:
    page = make_sequence_page()
    ids = [lesson_of(make_lesson_page(page)).pk for _ in range(3)]
    asking = program(make_member())
    assert [row["id"] for row in everything(asking, f"/lessons?sequence={sequence_of(page).pk}&limit=1")] == ids
    assert [row["id"] for row in asking.get(f"/sequences/{sequence_of(page).pk}").json()["lessons"]] == ids
    pages = [sequence_of(page).pk] + [sequence_of(make_sequence_page(parent=page.get_parent())).pk for _ in range(2)]
    assert [row["id"] for row in everything(asking, "/sequences?limit=1")] == pages


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


def settle() -> None:
    Entry.objects.update(occurred_at=clock.now() - timedelta(minutes=1))


def test_events_are_followed_from_where_one_was(program: Callable[..., Any]) -> None:
    member = make_member("administrator")
    following = program(member, "events")
    start = following.get("/events").json()
    assert start["items"] == []
    thread = make_thread(make_member())
    settle()
    first = following.get("/events?type=conversations.thread-started").json()
    assert [(one["type"], one["subject_id"]) for one in first["items"]] == [("conversations.thread-started", thread.pk)]
    assert following.get(first["next"]).json()["items"] == []
    make_thread(make_member())
    assert following.get(first["next"]).json()["items"] == []  # its act may not be the last of its time
    settle()
    assert len(following.get(first["next"]).json()["items"]) == 1


def test_events_hide_what_members_do_for_themselves(program: Callable[..., Any]) -> None:
    lesson = lesson_of(make_lesson_page())
    program(make_member()).send("PUT", f"/lessons/{lesson.pk}/progress", {"state": "completed"})
    settle()
    seen = {one["type"] for one in program(make_member("administrator"), "events").get("/events").json()["items"]}
    assert "learning.lesson-completed" not in seen and "learning.lesson-published" in seen
    assert Entry.objects.filter(type="learning.lesson-completed").exists()
    withheld = {
        "learning.lesson-completed", "people.first-steps-finished", "people.member-changed", "people.invitation-sent",
        "people.invitation-accepted",
    }  # fmt: skip
    assert not withheld & {name for name, cls in event_types if cls.shared}


def test_events_are_for_administrators_tokens_alone(program: Callable[..., Any], client: Any) -> None:
    assert program(make_member("administrator")).get("/events").status_code == 403
    client.force_login(make_member("administrator"))
    assert client.get("/api/v1/events").status_code == 403


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
