"""A facilitator's work in the Wagtail admin, from a draft to what members read."""

import datetime
import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from essaim.content.tests.factories import make_programme
from essaim.journal.models import Entry
from essaim.kernel import clock
from essaim.learning.models import Lesson, LessonPage, LessonText
from essaim.learning.tests.factories import lesson_of, make_lesson_page, make_sequence_page, text
from essaim.people.tests.factories import make_audience, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_member("facilitator"))
    return client


def lesson_form(title: str = "Écouter", words: str = "Bonjour.", **more: Any) -> dict[str, Any]:
    body = streamfield([("text", {"audience": "everyone", "text": rich_text(f"<p>{words}</p>")})])
    return nested_form_data(
        {"title": title, "slug": "ecouter", "summary": "x", "kind": "lesson", "minutes": "6", "reviewed_on": "", "body": body}
        | {"comments": inline_formset([])}
        | more
    )


def add(editor: Client, parent: Page, form: dict[str, Any]) -> LessonPage:
    response = editor.post(reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", parent.pk]), form)
    assert response.status_code == 302, response.context["form"].errors
    return LessonPage.objects.get(slug="ecouter")


def edit(editor: Client, page: Page, form: dict[str, Any]) -> Any:
    return editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)


def test_a_draft_is_not_read_and_a_published_one_is(editor: Client) -> None:
    sequence = make_sequence_page()
    page = add(editor, sequence, lesson_form())
    address = f"/learning/lessons/{sequence.slug}/ecouter/"
    assert not Lesson.objects.exists()
    assert editor.get(address).status_code == 404
    edit(editor, page, lesson_form(words="Publié.", **{"action-publish": "1"}))
    assert "Publié." in editor.get(address).content.decode()
    edit(editor, page, lesson_form(words="Brouillon."))
    assert "Brouillon." not in editor.get(address).content.decode()
    published = Entry.objects.get(type="learning.lesson-published")
    assert published.payload == {"language": "fr", "first": True}
    assert published.actor_id == page.get_latest_revision().user_id


def test_unpublishing_takes_it_away_and_publishing_brings_it_back_with_its_id(editor: Client) -> None:
    page = make_lesson_page()
    lesson = lesson_of(page)
    editor.post(reverse("wagtailadmin_pages:unpublish", args=[page.pk]))
    lesson.refresh_from_db()
    assert not lesson.live
    assert Entry.objects.get(type="learning.lesson-withdrawn").actor_id is not None
    page.refresh_from_db()
    page.save_revision().publish()
    lesson.refresh_from_db()
    assert lesson.live


def test_deleting_a_sequence_takes_its_lessons_away(editor: Client) -> None:
    sequence = make_sequence_page()
    page = make_lesson_page(sequence)
    lesson = lesson_of(page)
    editor.post(reverse("wagtailadmin_pages:delete", args=[sequence.pk]))
    assert not Page.objects.filter(pk__in=[page.pk, sequence.pk]).exists()
    lesson.refresh_from_db()
    assert not lesson.live
    assert not lesson.sequence.live


def test_a_lesson_moved_to_a_restricted_sequence_is_restricted(editor: Client) -> None:
    page = make_lesson_page()
    restricted = make_sequence_page(restricted_to=[make_audience("rh")])
    editor.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, restricted.pk]))
    assert lesson_of(page).sequence.restricted_to == [make_audience("rh").pk]
    assert editor.get(f"/learning/lessons/{restricted.slug}/{page.slug}/").status_code == 404


def test_the_order_of_pages_is_the_order_of_lessons(editor: Client) -> None:
    sequence = make_sequence_page()
    first, second, third = (make_lesson_page(sequence) for _n in range(3))
    editor.post(reverse("wagtailadmin_pages:set_page_position", args=[third.pk]) + "?position=0")
    order = list(Lesson.objects.order_by("position").values_list("translation_key", flat=True))
    assert order == [third.translation_key, first.translation_key, second.translation_key]


def test_a_scheduled_lesson_appears_when_it_is_due_and_leaves_when_it_expires(editor: Client) -> None:
    from essaim.content.tasks import scheduled

    sequence = make_sequence_page()
    soon = timezone.localtime() + datetime.timedelta(hours=1)
    form = lesson_form(**{"go_live_at": f"{soon:%Y-%m-%d %H:%M}", "action-publish": "1"})
    page = add(editor, sequence, form)
    assert page.approved_schedule
    assert not Lesson.objects.exists()
    past = clock.now() - datetime.timedelta(minutes=1)
    revision = page.scheduled_revision
    revision.approved_go_live_at, revision.content["go_live_at"] = past, past.isoformat()
    revision.save()
    scheduled(timestamp=0)
    assert lesson_of(page).live
    Page.objects.filter(pk=page.pk).update(expire_at=past)
    scheduled(timestamp=0)
    assert not lesson_of(page).live


def test_the_draft_is_previewed_as_each_audience(editor: Client) -> None:
    audience = make_audience("service-client")
    body = [text("Pour eux.", audience), text("Pour les autres.", "others")]
    page = make_lesson_page(body=body)
    preview = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    blocks = [
        ("text", {"audience": str(audience.pk), "text": rich_text("<p>Pour eux, demain.</p>")}),
        ("text", {"audience": "others", "text": rich_text("<p>Pour les autres, demain.</p>")}),
    ]
    assert editor.post(preview, lesson_form(body=streamfield(blocks))).json()["is_valid"]
    theirs = editor.get(preview, {"mode": f"audience-{audience.pk}"}).content.decode()
    others = editor.get(preview, {"mode": ""}).content.decode()
    assert "Pour eux, demain." in theirs and "Pour les autres" not in theirs
    assert "Pour les autres, demain." in others and "Pour eux" not in others
    assert "demain" not in json.dumps(LessonText.objects.get().body)


def test_a_new_lesson_is_previewed_before_it_is_saved(editor: Client) -> None:
    sequence = make_sequence_page()
    preview = reverse("wagtailadmin_pages:preview_on_add", args=["learning", "lessonpage", sequence.pk])
    editor.post(preview, lesson_form(words="Pas encore là."))
    assert "Pas encore là." in editor.get(preview).content.decode()


def test_sequences_and_programmes_are_previewed(editor: Client) -> None:
    for page, words in (
        (make_sequence_page(title="Ma séquence"), "Ma séquence"),
        (make_programme(title="Mon programme"), "Mon programme"),
    ):
        response = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
        assert words in response.content.decode()


def test_a_publication_whose_compilation_fails_changes_nothing(editor: Client, monkeypatch) -> None:
    page = make_lesson_page(slug="ecouter")
    revisions = page.revisions.count()

    def broken(*args: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr("essaim.learning.actions.publish.compile_body", broken)
    with pytest.raises(RuntimeError), transaction.atomic():
        edit(editor, page, lesson_form(words="À moitié.", **{"action-publish": "1"}))
    page.refresh_from_db()
    assert page.revisions.count() == revisions
    assert "À moitié" not in str(page.body)
    assert Entry.objects.filter(type="learning.lesson-published").count() == 1


def test_two_people_saving_the_same_lesson_lose_nothing(editor: Client) -> None:
    page = make_lesson_page(slug="ecouter")
    other = Client()
    other.force_login(make_member("facilitator"))
    loaded = str(page.latest_revision_id)
    edit(editor, page, lesson_form(words="La première.", loaded_revision_id=loaded))
    answer = other.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        lesson_form(words="La seconde.", loaded_revision_id=loaded),
        headers={"accept": "application/json"},
    )
    # An automatic save is told of the conflict and writes nothing; a save by hand makes a revision of its own.
    assert answer.status_code == 400
    edit(other, page, lesson_form(words="La seconde.", loaded_revision_id=loaded))
    kept = "".join(json.dumps(revision.content) for revision in page.revisions.order_by("pk"))
    assert "La premi" in kept and "La seconde" in kept


def test_a_colleague_reviews_before_it_is_published(editor: Client) -> None:
    page = make_lesson_page(slug="ecouter")
    assert Workflow.objects.get().name == "Relecture"
    edit(editor, page, lesson_form(words="À relire.", **{"action-submit": "1"}))
    page.refresh_from_db()
    state = page.current_workflow_state
    assert state is not None
    assert "À relire" not in json.dumps(LessonText.objects.get().body, ensure_ascii=False)
    other = Client()
    other.force_login(make_member("facilitator"))
    task = state.current_task_state
    form = {"comment": "Très bien."}
    other.post(reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), form)
    assert "À relire" in json.dumps(LessonText.objects.get().body, ensure_ascii=False)


def test_a_quiz_without_a_right_answer_is_refused_in_words(editor: Client) -> None:
    sequence = make_sequence_page()
    choices = {"choices-count": "2"} | {
        f"choices-{n}-{name}": value
        for n in range(2)
        for name, value in {
            "deleted": "",
            "order": str(n),
            "type": "item",
            "value-text": f"C{n}",
            "value-right": "",
            "value-feedback": "",
        }.items()
    }
    value = {"audience": "everyone", "question": rich_text("<p>?</p>"), "multiple": "", "explanation": rich_text("")} | choices
    form = lesson_form(body=streamfield([("quiz", value)]))
    response = editor.post(reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", sequence.pk]), form)
    assert response.status_code == 200
    assert "Marquez au moins une bonne r\\u00e9ponse" in response.content.decode()


def test_members_do_not_enter_and_facilitators_find_no_user_accounts(editor: Client) -> None:
    home = editor.get("/admin/")
    assert home.status_code == 200
    assert "Ce qui vous attend" in home.content.decode()
    assert "/admin/users/" not in home.content.decode()
    for address in ("/admin/users/", "/admin/users/new/", "/admin/groups/", "/admin/groups/new/"):
        assert editor.get(address).status_code == 404, address
    member = Client()
    member.force_login(make_member())
    # Sent to sign in, who is signed in would be sent back without end.
    for address in ("/admin/", "/admin/pages/", "/admin/nowhere/", "/admin/pages/1/edit/"):
        assert member.get(address).status_code == 403, address
    assert Client().get("/admin/").status_code == 302


def test_the_admin_shows_where_members_read_it(editor: Client) -> None:
    page = make_lesson_page()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f"/learning/lessons/{page.get_parent().slug}/{page.slug}/" in html


def test_a_drawing_uploaded_in_the_admin_is_cleaned(editor: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from wagtail.images.models import Image

    evil = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script><circle r="2"/></svg>'
    file = SimpleUploadedFile("d.svg", evil, "image/svg+xml")
    response = editor.post(reverse("wagtailimages:add"), {"title": "Dessin", "file": file, "tags": "", "description": ""})
    assert response.status_code == 302, response.context["form"].errors
    image = Image.objects.get()
    assert b"script" not in image.file.read()
    assert (image.width, image.height) == (9, 9)
    assert image.file_size == len(image.file.open().read())
