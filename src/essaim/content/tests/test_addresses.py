"""Addresses of what facilitators write: any title makes one, and what is written is never lost for it."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from essaim.content.models import ProgrammePage
from essaim.content.tests.factories import make_programme
from essaim.learning.models import LessonPage, SequencePage
from essaim.learning.tests.factories import make_lesson_page, make_sequence_page
from essaim.people.tests.factories import make_member

pytestmark = pytest.mark.django_db

MODELS = {"programme": ProgrammePage, "sequence": SequencePage, "lesson": LessonPage}


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(make_member("facilitator"))
    return client


def form(kind: str, title: str, slug: str) -> dict[str, str]:
    common = {"title": title, "slug": slug, "summary": "x", "comments": inline_formset([]), "action-publish": "1"}
    if kind == "lesson":
        body = streamfield([("text", {"audience": "everyone", "text": rich_text("<p>Bonjour.</p>")})])
        return nested_form_data(common | {"kind": "lesson", "minutes": "6", "reviewed_on": "", "body": body})
    rich = ["body"] if kind == "sequence" else ["intention", "sponsor_words", "how_to_take_part", "what_we_will_not_do"]
    return nested_form_data(common | {"period_start": "", "period_end": ""} | {name: rich_text("<p>Là.</p>") for name in rich})


def parent_of(kind: str) -> Page:
    if kind == "programme":
        return Page.objects.get(depth=1)
    return make_programme() if kind == "sequence" else make_sequence_page()


@pytest.mark.parametrize("kind", MODELS)
@pytest.mark.parametrize(
    ("title", "slug", "address"),
    [
        ("Essai : mieux écrire", "essai-mieux-écrire", "essai-mieux-ecrire"),
        ("Écouter été", "écouter-été", "ecouter-ete"),
        ("Cœur à cœur", "cœur-à-cœur", "coeur-a-coeur"),
        ("Un long titre " * 15, "un-long-titre-" * 15, ("un-long-titre-" * 15)[:80]),
    ],
)
def test_any_title_is_published_through_the_admin(editor: Client, kind: str, title: str, slug: str, address: str) -> None:
    parent = parent_of(kind)
    app = MODELS[kind]._meta.app_label
    add = reverse("wagtailadmin_pages:add", args=[app, f"{kind}page", parent.pk])
    response = editor.post(add, form(kind, title, slug), follow=True)
    page = MODELS[kind].objects.latest("pk")
    assert page.live, response.context["form"].errors
    assert page.slug == address
    assert editor.get(page.url).status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


@pytest.mark.parametrize("kind", MODELS)
def test_a_draft_whose_address_had_an_accent_is_published(editor: Client, kind: str) -> None:
    page = {"programme": make_programme, "sequence": make_sequence_page, "lesson": make_lesson_page}[kind](title="Écouter")
    Page.objects.filter(pk=page.pk).update(slug="écouter", live=False, has_unpublished_changes=True)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert editor.get(edit).status_code == 200
    assert editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).status_code == 200
    assert editor.post(edit, form(kind, "Écouter", "écouter")).status_code == 302
    page.refresh_from_db()
    assert (page.live, page.slug) == (True, "ecouter")


def test_the_editor_offers_no_lock_that_locks_nothing(editor: Client) -> None:
    page = make_sequence_page()
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    html += editor.get(reverse("wagtailadmin_explore", args=[page.get_parent().pk])).content.decode()
    assert "set-privacy" not in html and "privacy-indicator" not in html
    lock = f"/admin/pages/{page.pk}/privacy/"
    assert editor.get(lock).status_code == 404
    assert editor.post(lock, {"restriction_type": "password", "password": "x", "groups": []}).status_code == 404
    assert not PageViewRestriction.objects.exists()
