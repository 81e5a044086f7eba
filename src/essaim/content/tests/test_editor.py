"""The editor as a facilitator meets it: it opens where the work is, in our words, and says what is missing."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from essaim.content.blocks import LessonBlocks
from essaim.content.tests.factories import make_programme
from essaim.learning.models import LessonPage
from essaim.learning.tests.factories import block, make_lesson_page, make_sequence_page
from essaim.people.tests.factories import make_member

from .test_addresses import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_member("facilitator"))
    return client


def test_pages_open_at_the_programme(editor: Client) -> None:
    root = Page.objects.get(depth=1)
    assert root.title == "Programmes"
    programme = make_programme()
    shown = editor.get(reverse("wagtailadmin_explore", args=[root.pk])).content.decode()
    # The one that the dialog of shortcuts has on every page.
    assert shown.count("help-info") == editor.get("/admin/").content.decode().count("help-info")
    assert "Root" not in shown
    assert f"/admin/pages/{programme.pk}/" in editor.get("/admin/").content.decode()


def test_titles_and_links_speak_of_nothing_but_essaim(editor: Client) -> None:
    page = make_sequence_page()
    home = editor.get("/admin/").content.decode()
    edit = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for html in (home, edit):
        assert "- Essaim</title>" in html
    assert "guide.wagtail.org" not in home
    assert "Importer des s" not in home


def test_publishing_a_sequence_without_lessons_says_that_there_is_nothing_to_read(editor: Client) -> None:
    page = make_sequence_page()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    words = "pas encore de leçon publiée"
    assert words in editor.post(edit, form("sequence", "Vide", page.slug), follow=True).content.decode()
    make_lesson_page(page)
    assert words not in editor.post(edit, form("sequence", "Pleine", page.slug), follow=True).content.decode()


def test_a_question_opens_with_two_answers_named_by_their_words() -> None:
    quiz = LessonBlocks().child_blocks["quiz"]
    assert len(quiz.get_default()["choices"]) == 2
    assert quiz.child_blocks["choices"].child_block.meta.label_format == "{text}"


def test_for_whom_a_block_is_is_explained_once(editor: Client) -> None:
    html = editor.get(reverse("wagtailadmin_pages:add", args=["learning", "lessonpage", make_sequence_page().pk])).content
    assert html.decode().count("Chacun lit ceux du premier public") == 1
    assert not LessonBlocks().child_blocks["text"].child_blocks["audience"].field.help_text


def test_every_icon_of_a_block_exists(editor: Client) -> None:
    drawn = editor.get(reverse("wagtailadmin_sprite")).content.decode()
    missing = [name for name, child in LessonBlocks().child_blocks.items() if f'"icon-{child.meta.icon}"' not in drawn]
    assert missing == []


def test_the_preview_shows_the_question_put_to_colleagues(editor: Client) -> None:
    page: LessonPage = make_lesson_page(body=[block("discussion", question="Et chez vous, comment fait-on ?")])
    draft = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "Et chez vous, comment fait-on" in draft
