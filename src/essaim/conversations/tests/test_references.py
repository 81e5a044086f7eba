"""What posts point to is for others now, or gone: they are written anew, and no text tells its title to whom it is kept from."""

import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app

from essaim.conversations.actions.merging import merge_threads
from essaim.conversations.actions.moderation import hide_thread, move_thread, show_thread
from essaim.conversations.actions.posts import delete_post
from essaim.conversations.actions.references import rename_all_references, rename_references
from essaim.conversations.actions.theming import arrange_theme
from essaim.conversations.models import Post, Thread
from essaim.conversations.tests.test_notifications import Notification, work
from essaim.learning.tests.factories import lesson_of, make_lesson_page
from essaim.organisation.models import Theme
from essaim.people.models import Audience, Member
from essaim.people.queries import load_member
from essaim.people.tests.factories import make_audience, make_member

from .factories import make_post, make_theme, make_thread

pytestmark = pytest.mark.django_db
KEPT = "une page réservée"


def jobs() -> None:
    """What the worker does, until nothing is left to do."""
    app.perform_import_paths()
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing' WHERE id = (SELECT min(id) FROM procrastinate_jobs "
                "WHERE status = 'todo' AND queue_name IN ('search', 'events')) RETURNING task_name, args"
            )
            row = cursor.fetchone()
        if row is None:
            return
        app.tasks[row[0]](**(json.loads(row[1]) if isinstance(row[1], str) else row[1]))


def again(member: Member) -> Member:
    return load_member(member.pk) or member


@pytest.fixture
def audience() -> Audience:
    return make_audience("reserve", make_member())


@pytest.fixture
def runner(audience: Audience) -> Member:
    member = make_member("facilitator")
    make_audience("reserve", member)
    return again(member)


@pytest.fixture
def butterfly(runner: Member) -> Thread:
    """A thread that everybody may see, and that is found."""
    thread = make_thread(runner, title="Le projet Papillon")
    call_command("search_rebuild", verbosity=0)
    return thread


def shown_of(post: Post, reader: Member, client: Client) -> str:
    """All that a reader is given of a post: its thread's page, the form of its author, the API, the search's words."""
    client.force_login(reader)
    pages = [f"/conversations/threads/{post.thread_id}/", f"/api/v1/posts/{post.pk}", "/search/?q=regardez"]
    client.force_login(reader)
    said = "".join(client.get(page).content.decode() for page in pages)
    client.force_login(post.author or reader)
    return said + client.get(f"/conversations/posts/{post.pk}/edit/").content.decode()


def reserved(theme: Theme, audience: Audience, actor: Member) -> None:
    arrange_theme(actor=actor, theme_id=theme.pk, name=theme.name, restricted_to=[audience.pk])


def test_a_thread_that_goes_into_a_reserved_theme_loses_its_title_elsewhere(
    client: Client, audience: Audience, runner: Member, butterfly: Thread
) -> None:
    author, reader = make_member(), make_member()
    post = make_post(author, make_thread(author), f"Regardez **bien** #[x](thread:{butterfly.pk}).")
    untouched = make_post(author, post.thread, "Rien à voir.")
    make_post(reader, post.thread, "Ah bon.", parent_id=post.pk)
    jobs()
    assert "Papillon" in post.html and "Papillon" in shown_of(post, reader, client)
    theme = make_theme("a-part")
    reserved(theme, audience, runner)
    move_thread(actor=runner, thread_id=butterfly.pk, theme_id=theme.pk)
    jobs()
    told = shown_of(post, reader, client)
    assert "Papillon" not in told and KEPT in told
    post.refresh_from_db()
    assert "<strong>bien</strong>" in post.html and f"/references/thread/{butterfly.pk}/" in post.html
    assert post.edited_at is None and not post.revisions.exists()
    untouched.refresh_from_db()
    assert untouched.html == "<p>Rien à voir.</p>"
    assert rename_references(kind="thread", ids=[butterfly.pk]) == 0
    # Among those whom it is for it keeps its title.
    inside = make_post(runner, butterfly, f"Ici même : #[x](thread:{butterfly.pk}).")
    rename_references(kind="thread", ids=[butterfly.pk])
    inside.refresh_from_db()
    assert "Papillon" in inside.html


def test_a_theme_that_is_reserved_takes_the_titles_of_its_threads_with_it(
    audience: Audience, runner: Member, butterfly: Thread
) -> None:
    theme = make_theme("ouvert")
    move_thread(actor=runner, thread_id=butterfly.pk, theme_id=theme.pk)
    post = make_post(runner, make_thread(runner), f"Regardez #[x](thread:{butterfly.pk}).")
    reserved(theme, audience, runner)
    jobs()
    post.refresh_from_db()
    assert "Papillon" not in post.html + post.source and KEPT in post.html
    # It is open again: what points to it says so.
    arrange_theme(actor=runner, theme_id=theme.pk, name=theme.name, restricted_to=[])
    jobs()
    post.refresh_from_db()
    assert "Le projet Papillon" in post.html and "Le projet Papillon" in post.source


def test_a_lesson_that_is_restricted_or_withdrawn_loses_its_title(audience: Audience) -> None:
    author = make_member()
    page = make_lesson_page(title="La chrysalide")
    jobs()
    lesson = lesson_of(page)
    post = make_post(author, make_thread(author), f"Regardez #[x](lesson:{lesson.pk}).")
    jobs()
    assert "La chrysalide" in post.html
    sequence = page.get_parent().specific
    sequence.restricted_to = [audience]
    sequence.save_revision().publish()
    jobs()
    post.refresh_from_db()
    assert "chrysalide" not in post.html + post.source and KEPT in post.source
    sequence.restricted_to = []
    sequence.save_revision().publish()
    jobs()
    post.refresh_from_db()
    assert "La chrysalide" in post.html
    page.refresh_from_db()
    page.unpublish()
    jobs()
    post.refresh_from_db()
    assert "chrysalide" not in post.html + post.source
    page.save_revision().publish()
    jobs()
    post.refresh_from_db()
    assert "La chrysalide" in post.html


def test_a_thread_that_others_read_now_says_no_titles_that_are_kept_from_them(audience: Audience, runner: Member) -> None:
    theme = make_theme("a-part")
    reserved(theme, audience, runner)
    secret = make_thread(runner, title="Le projet Papillon", restricted_to=[audience.pk])
    jobs()
    post = make_thread(runner, source=f"Regardez #[x](thread:{secret.pk}).", theme_id=theme.pk).posts.get()
    jobs()
    assert "Papillon" in post.html
    arrange_theme(actor=runner, theme_id=theme.pk, name=theme.name, restricted_to=[])
    jobs()
    post.refresh_from_db()
    assert post.thread.restricted_to == [] and "Papillon" not in post.html + post.source


def test_a_hidden_thread_is_nameless_until_it_is_shown_again(runner: Member, butterfly: Thread) -> None:
    post = make_post(runner, make_thread(runner), f"Regardez #[x](thread:{butterfly.pk}).")
    hide_thread(actor=runner, thread_id=butterfly.pk, reason="À revoir.")
    jobs()
    post.refresh_from_db()
    assert "Papillon" not in post.html
    show_thread(actor=runner, thread_id=butterfly.pk)
    jobs()
    post.refresh_from_db()
    assert "Papillon" in post.html


def test_what_was_told_of_a_post_follows(audience: Audience, runner: Member, butterfly: Thread) -> None:
    asker, author = make_member(), make_member()
    make_post(author, make_thread(asker), f"Regardez #[x](thread:{butterfly.pk}).")
    work()
    assert "Papillon" in Notification.objects.get(recipient=asker).excerpt
    Thread.objects.filter(pk=butterfly.pk).update(restricted_to=[audience.pk])
    call_command("search_rebuild", verbosity=0)
    rename_references(kind="thread", ids=[butterfly.pk])
    assert "Papillon" not in Notification.objects.get(recipient=asker).excerpt


def test_deleted_words_come_back_without_the_title(audience: Audience, runner: Member, butterfly: Thread) -> None:
    post = make_post(runner, make_thread(runner), f"Regardez #[x](thread:{butterfly.pk}).")
    delete_post(actor=runner, post_id=post.pk)
    hide_thread(actor=runner, thread_id=butterfly.pk, reason="À revoir.")
    jobs()
    post.refresh_from_db()
    assert post.deleted_at and "Papillon" not in post.html + post.source


def test_a_merged_thread_is_called_like_the_one_it_is_in_and_leads_there(
    client: Client, runner: Member, butterfly: Thread
) -> None:
    other = make_thread(runner, title="La grande serre")
    jobs()
    post = make_post(runner, make_thread(runner), f"Regardez #[x](thread:{butterfly.pk}).")
    merge_threads(actor=runner, thread_id=butterfly.pk, into_id=other.pk)
    jobs()
    post.refresh_from_db()
    assert "La grande serre" in post.html and f"/references/thread/{butterfly.pk}/" in post.html
    client.force_login(make_member())
    answer = client.get(f"/conversations/references/thread/{butterfly.pk}/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/conversations/threads/{other.pk}/"


def test_every_night_all_posts_are_looked_at(audience: Audience, runner: Member, butterfly: Thread) -> None:
    post = make_post(runner, make_thread(runner), f"Regardez #[x](thread:{butterfly.pk}).")
    Thread.objects.filter(pk=butterfly.pk).update(restricted_to=[audience.pk])
    call_command("search_rebuild", verbosity=0)
    assert (rename_all_references(), rename_all_references()) == (1, 0)
    post.refresh_from_db()
    assert "Papillon" not in post.html + post.source


def test_posts_that_point_to_something_are_found_by_their_index(runner: Member, butterfly: Thread) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT id FROM conversations_post WHERE source LIKE '%#[%' ORDER BY id")
        assert "post_refers" in "".join(row[0] for row in cursor.fetchall())
